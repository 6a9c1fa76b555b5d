/** @module Request tokens: compact JSON Web Tokens that servers sign their requests with. */
export { newAppToken } from './app-token.ts';
export { sha256 } from './hash.ts';
export { createKeySecrets } from './key-secrets.ts';
export { createTokenVerifier } from './token-verifier.ts';
