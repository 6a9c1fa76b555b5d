/**
 * How long a client waits for the connection and for an answer. Without `throwOnRequestTimeout` the SDK only logs that the
 * time is up, and waits for a silent service for ever.
 */
const waiting = (connectionTimeout: number, requestTimeout: number) =>
  ({ connectionTimeout, requestTimeout, throwOnRequestTimeout: true }) as const;

/**
 * The chain of what happens to a request is made once for each kind of command instead of once for each request: a
 * fifth of the SDK's work. Nothing of ours changes a client after its first request.
 * https://github.com/aws/aws-sdk-js-v3/blob/main/supplemental-docs/CLIENTS.md
 */
const KEPT = { cacheMiddleware: true } as const;

/**
 * Settings of every client that sends. The SDK's default of three attempts repeats time-outs and 5xx, and the sending
 * operations have no idempotency token: a repeated call is up to 100 people who get a message twice.
 */
export const SEND_CLIENT_SETTINGS = { ...KEPT, maxAttempts: 1, requestHandler: waiting(3_000, 15_000) } as const;

/** Settings of the store's client: it answers in milliseconds or not at all, and every request may be repeated. */
export const STORE_CLIENT_SETTINGS = { ...KEPT, maxAttempts: 4, requestHandler: waiting(1_000, 10_000) } as const;

/** Settings of every other client: queues, parameters, quotas. */
export const SERVICE_CLIENT_SETTINGS = { ...KEPT, maxAttempts: 3, requestHandler: waiting(3_000, 10_000) } as const;
