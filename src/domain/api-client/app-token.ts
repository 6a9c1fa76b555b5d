import { refuse, type Refused } from '../result.ts';
import type { ApiClient } from './api-client.ts';
import { checkOperation } from './check-permission.ts';

/**
 * The word in front of the token that an app sends. Not the one of servers: those come from known addresses, which the
 * firewall holds them to, while apps come from anywhere.
 */
export const APP_TOKEN_SCHEME = 'BonghwaApp';

/** The longest life of an app token, in minutes: what is stolen is soon worthless. */
export const MAX_APP_TOKEN_MINUTES = 60;

/** How long an app token lives when nobody says otherwise, in minutes. */
export const DEFAULT_APP_TOKEN_MINUTES = 15;

/**
 * What is stored of a token with which the app of one customer records that customer's events, and does nothing else. The
 * token itself is random, and stored nowhere.
 */
export type AppToken = {
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  readonly customerId: string;
  /** The server that asked for it, and the key with which it did: without either the token is worth nothing. */
  readonly clientId: string;
  readonly keyId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

/** Why a token that once was issued is not taken any more; the app asks its own server for another one. */
export type AppTokenRefusal = 'APP_TOKEN_EXPIRED' | 'APP_TOKEN_REVOKED' | 'OPERATION_NOT_ALLOWED';

/** Whether a token still speaks for its customer; `client` is as it is stored now, null when it is gone. */
export function checkAppToken(
  { keyId, expiresAt }: AppToken,
  client: ApiClient | null,
  now: number,
): { readonly ok: true } | Refused<AppTokenRefusal> {
  if (expiresAt <= now) {
    return refuse('APP_TOKEN_EXPIRED', 'This app token has expired. Ask your server for another one.');
  }
  if (client?.isActive !== true || !client.keys.some(({ id }) => id === keyId)) {
    return refuse('APP_TOKEN_REVOKED', 'This app token was taken back. Ask your server for another one.');
  }
  return checkOperation(client, 'ISSUE_APP_TOKENS');
}
