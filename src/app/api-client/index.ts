/** @module Servers that may call the API: registering them, their keys, and the check of every request they sign. */
export { authorizeRequest, type AuthorizeRequestDeps } from './authorize-request.ts';
export { addApiKey, removeApiKey } from './manage-keys.ts';
export type { ApiClientStore, Hash, KeySecrets, NonceStore, TokenVerifier } from './ports.ts';
export { saveApiClient } from './save-api-client.ts';
export { clientUsage, USAGE_KEPT_DAYS, type UsageStore } from './usage.ts';
