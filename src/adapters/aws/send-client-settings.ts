/**
 * Settings of every client that sends. The SDK's default of three attempts repeats time-outs and 5xx, and the sending
 * operations have no idempotency token: a repeated call is up to 100 people who get a message twice.
 */
export const SEND_CLIENT_SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000 },
} as const;
