/** @module Who is calling: credentials, signatures, tokens and policies, verified offline. */
export { createAuthenticator, type AuthenticatorOptions } from './create-authenticator.ts';
export {
  createCredentialStore,
  type CognitoSession,
  type CredentialStore,
  type IssuedCredentials,
  type IssueOptions,
} from './credential-store.ts';
export type { PolicyContext } from './policy-context.ts';
export { parseSignature, type ParsedSignature, type SignatureParameters } from './sigv4-authorization.ts';
export type { UserPoolKeys } from './user-pool-keys.ts';
export type { SignedRequest } from './signed-request.ts';
export { verifySigV4, type SigV4Outcome } from './verify-sigv4.ts';
