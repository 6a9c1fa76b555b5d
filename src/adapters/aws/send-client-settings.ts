/**
 * Settings of every client that sends. The SDK's default of three attempts repeats time-outs and 5xx, and the sending
 * operations have no idempotency token: a repeated call is up to 100 people who get a message twice. Without
 * `throwOnRequestTimeout` the SDK only logs that the time is up, and waits for a silent provider for ever.
 */
export const SEND_CLIENT_SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;
