import type { KeyObject } from 'node:crypto';

/** What token verification needs to know of the user pools that run in this sandbox. */
export interface UserPoolKeys {
  /** The pool whose tokens carry this issuer; undefined for issuers the sandbox does not run. */
  poolIdOf(issuer: string): string | undefined;
  issuerOf(userPoolId: string): string;
  /** Public key by the token's `kid`. */
  publicKey(userPoolId: string, kid: string): Promise<KeyObject | undefined>;
  isClient(userPoolId: string, clientId: string): boolean;
}
