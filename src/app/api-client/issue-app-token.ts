import { DEFAULT_APP_TOKEN_MINUTES, MAX_APP_TOKEN_MINUTES } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { AppTokenStore, Hash, NewAppToken } from './ports.ts';

export type IssueAppTokenDeps = {
  readonly appTokens: AppTokenStore;
  readonly newAppToken: NewAppToken;
  readonly hash: Hash;
  readonly clock: Pick<Clock, 'now'>;
};

export type IssueAppTokenCommand = {
  /** The server that asks, and the key with which it signed. */
  readonly clientId: string;
  readonly keyId: string;
  /** Whom the server has signed in. Nobody need be known by that id yet: events of nobody are refused one by one. */
  readonly customerId: string;
  readonly minutes?: number;
};

/** Makes a token with which one customer's app records that customer's events for some minutes. It is shown this once. */
export async function issueAppToken(
  { appTokens, newAppToken, hash, clock }: IssueAppTokenDeps,
  { minutes = DEFAULT_APP_TOKEN_MINUTES, ...who }: IssueAppTokenCommand,
): Promise<{ readonly ok: true; readonly token: string; readonly expiresAt: number } | Refused<'INVALID_INPUT'>> {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_APP_TOKEN_MINUTES) {
    return refuse('INVALID_INPUT', `minutes: must be a whole number from 1 to ${MAX_APP_TOKEN_MINUTES}.`);
  }
  const token = newAppToken();
  const expiresAt = clock.now() + minutes * 60_000;
  await appTokens.put({ ...who, hash: hash(token), expiresAt });
  return { ok: true, token, expiresAt };
}
