/** @module Servers that may call the API: registering them, their keys, and the check of every request they sign. */
export { authorizeApp, isAppAuthorization, type AuthorizeAppDeps } from './authorize-app.ts';
export { authorizeRequest, type AuthorizeRequestDeps } from './authorize-request.ts';
export { issueAppToken, type IssueAppTokenDeps } from './issue-app-token.ts';
export { addApiKey, removeApiKey } from './manage-keys.ts';
export type {
  ApiClientStore,
  AppTokenStore,
  Hash,
  KeySecrets,
  NewAppToken,
  NonceStore,
  TokenVerifier,
} from './ports.ts';
export { saveApiClient } from './save-api-client.ts';
export { clientUsage, USAGE_KEPT_DAYS, type UsageStore } from './usage.ts';
