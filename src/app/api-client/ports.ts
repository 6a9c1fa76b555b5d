import type { ApiClient, ApiKey, AppToken, RequestClaims } from '../../domain/api-client/index.ts';
import type { Actor, Stored } from '../ports.ts';

/** Registered servers. Reads are consistent, because a client that was switched off must stop with its next call. */
export interface ApiClientStore {
  get(clientId: string): Promise<Stored<ApiClient> | null>;
  /** Replaces the client if it still has `revision` (0: it must not exist); false otherwise. */
  put(client: ApiClient, revision: number, by: Actor): Promise<boolean>;
  /** All of them: there are dozens, not thousands. */
  list(): Promise<readonly ApiClient[]>;
}

/** Remembers what was used once, until it would be refused anyway. */
export interface NonceStore {
  /** False when this client has used the nonce before. Times in milliseconds. */
  use(clientId: string, nonce: string, expiresAt: number): Promise<boolean>;
}

/** Tokens of apps, until they have expired. */
export interface AppTokenStore {
  /** Keeps a token that nobody had before. */
  put(token: AppToken): Promise<void>;
  /** Consistent read by the hash; null when there never was such a token, or it ended long ago. */
  find(hash: string): Promise<AppToken | null>;
}

/** A request token, taken apart but not believed yet. */
export type UnverifiedToken = { readonly clientId: string; readonly keyId: string };

/** Reads request tokens and verifies their signatures; what the claims say is judged elsewhere. */
export interface TokenVerifier {
  /** Who a token says it is from; null for a text that is no token. */
  read(token: string): UnverifiedToken | null;
  /** The claims of a token that this key signed; null for any other. */
  verify(token: string, clientId: string, key: ApiKey): Promise<RequestClaims | null>;
}

/** Secrets of HS256 keys, derived from one master secret and the salt of each key. */
export interface KeySecrets {
  /** 32 unpredictable bytes, base64url, for a key that is being made. */
  createSalt(): string;
  /**
   * base64url, at least 32 bytes; null when the deployment has no master secret. Another salt gives another secret; a
   * key without one gets the secret of its client and id alone, as keys did that are still in use.
   */
  derive(clientId: string, key: { readonly id: string; readonly salt?: string }): Promise<string | null>;
}

/** Makes the text of an app token: 256 unpredictable bits, base64url. */
export type NewAppToken = () => string;

/** SHA-256 of a text in UTF-8, base64url. */
export type Hash = (text: string) => string;
