import type { Challenge } from './challenges.ts';
import { poolByClient, type CognitoContext } from './context.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { userByName } from './users.ts';

export interface SetupSession {
  readonly pool: Pool;
  readonly user: User;
  readonly challenge: Challenge & { readonly kind: 'MFA_SETUP' };
}

/** Who is on their way in, and has to set up a second factor first. The session is looked at, not used up. */
export function userInSetup(context: CognitoContext, session: string | null | undefined): SetupSession {
  if (session == null) throw invalidParameter('Either AccessToken or Session must be provided.');
  const challenge = context.challenges.look(session);
  const pool = challenge === undefined ? undefined : poolByClient(context, challenge.clientId);
  const user =
    challenge?.username === undefined || pool === undefined ? undefined : userByName(pool, challenge.username);
  if (challenge?.kind !== 'MFA_SETUP' || pool === undefined || user === undefined)
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
  return { pool, user, challenge: { ...challenge, kind: 'MFA_SETUP' } };
}
