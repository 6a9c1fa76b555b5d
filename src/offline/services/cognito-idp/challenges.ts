import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { ServerExchange } from './srp.ts';

/** Between InitiateAuth and RespondToAuthChallenge. In memory: a restart ends a half-done sign-in, as three minutes do. */
export type Challenge =
  | {
      readonly kind: 'PASSWORD_VERIFIER';
      readonly clientId: string;
      /** undefined for a user who does not exist: the exchange goes on, and fails like a wrong password. */
      readonly username: string | undefined;
      readonly publicA: string;
      readonly exchange: ServerExchange;
    }
  | {
      readonly kind:
        | 'NEW_PASSWORD_REQUIRED'
        | 'SOFTWARE_TOKEN_MFA'
        | 'SMS_MFA'
        | 'SELECT_MFA_TYPE'
        /** Second factors have to be set up, and have been. */
        | 'MFA_SETUP'
        | 'MFA_SETUP_VERIFIED';
      readonly clientId: string;
      readonly username: string;
    };

export interface ChallengeStore {
  /** Keeps a challenge and returns the base64 handle that the client sends back. */
  put(challenge: Challenge): string;
  /** A challenge can be answered once. */
  take(handle: string): Challenge | undefined;
  /** The challenge stays: a code may be mistyped. */
  look(handle: string): Challenge | undefined;
}

const LIFETIME_MS = 3 * 60_000;

export function createChallengeStore(clock: Clock): ChallengeStore {
  const pending = new Map<string, { readonly challenge: Challenge; readonly expiresAt: number }>();
  return {
    put(challenge) {
      for (const [handle, { expiresAt }] of pending) if (expiresAt <= clock.now()) pending.delete(handle);
      const handle = randomBytes(96).toString('base64');
      pending.set(handle, { challenge, expiresAt: clock.now() + LIFETIME_MS });
      return handle;
    },
    look: (handle) => {
      const found = pending.get(handle);
      return found !== undefined && found.expiresAt > clock.now() ? found.challenge : undefined;
    },
    take(handle) {
      const found = pending.get(handle);
      pending.delete(handle);
      return found !== undefined && found.expiresAt > clock.now() ? found.challenge : undefined;
    },
  };
}
