/** @module External servers that call the API: who they are, how their requests are signed, what they may do. */
export {
  addKey,
  API_OPERATIONS,
  createApiClient,
  KEY_ALGORITHMS,
  type ApiClient,
  type ApiKey,
  type ApiOperation,
  type KeyAlgorithm,
} from './api-client.ts';
export {
  APP_TOKEN_SCHEME,
  checkAppToken,
  DEFAULT_APP_TOKEN_MINUTES,
  MAX_APP_TOKEN_MINUTES,
  type AppToken,
} from './app-token.ts';
export { canonicalJson, signedText, type SignedRequest } from './canonical-json.ts';
export { checkClaims, TOKEN_SCHEME, type RequestClaims } from './check-claims.ts';
export { checkCaller, checkOperation, checkTemplateUse } from './check-permission.ts';
export { checkSends } from './count-sends.ts';
export { isInCidrs } from './cidr.ts';
export { sourceAddress } from './source-address.ts';
