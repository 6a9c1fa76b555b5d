import type { CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { Pool } from './pool-store.ts';
import { userDisabled } from './sign-in.ts';
import { hashToken, issueTokens } from './tokens.ts';
import { userByName } from './users.ts';

/** New id and access tokens for a refresh token that is known, of this client, unexpired and not revoked. */
export async function refreshSession(
  context: CognitoContext,
  pool: Pool,
  clientId: string,
  refreshToken: string,
): Promise<Record<string, unknown>> {
  const stored = pool.state.refreshTokens[hashToken(refreshToken)];
  const user = stored === undefined ? undefined : userByName(pool, stored.username);
  if (stored === undefined || stored.clientId !== clientId || user === undefined) {
    throw new CognitoError('NotAuthorizedException', 'Invalid Refresh Token');
  }
  if (stored.expiresAt <= context.clock.now())
    throw new CognitoError('NotAuthorizedException', 'Refresh Token has expired');
  if (stored.originJti in pool.state.revokedOrigins) {
    throw new CognitoError('NotAuthorizedException', 'Refresh Token has been revoked');
  }
  if (!user.enabled) throw userDisabled();
  const session = { clientId, originJti: stored.originJti, authTime: stored.authTime };
  const result = await issueTokens(context, pool, user, session, 'TokenGeneration_RefreshTokens');
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

/** Ends one session, or all of a user's: their refresh tokens, and their access tokens for Cognito's own operations. */
export function revokeSessions(pool: Pool, matches: (token: Pool['state']['refreshTokens'][string]) => boolean): void {
  for (const token of Object.values(pool.state.refreshTokens)) {
    if (matches(token)) pool.state.revokedOrigins[token.originJti] = token.expiresAt;
  }
  pool.save();
}
