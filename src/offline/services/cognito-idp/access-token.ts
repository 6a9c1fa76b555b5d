import { poolById, type CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { userDisabled } from './sign-in.ts';
import { userByName } from './users.ts';

/** The user behind an access token, for the operations a user calls for themselves. */
export async function userOfAccessToken(
  context: CognitoContext,
  token: string,
): Promise<{ readonly pool: Pool; readonly user: User; readonly clientId: string }> {
  const outcome = await context.verifyToken(token);
  if (!outcome.ok) {
    throw new CognitoError(
      'NotAuthorizedException',
      outcome.message === 'Token has expired.' ? 'Access Token has expired' : 'Invalid Access Token',
    );
  }
  const { claims } = outcome;
  const pool = poolById(context, outcome.userPoolId);
  const user = typeof claims['username'] === 'string' ? userByName(pool, claims['username']) : undefined;
  if (claims['token_use'] !== 'access' || typeof claims['client_id'] !== 'string') {
    throw new CognitoError('NotAuthorizedException', 'Invalid Access Token');
  }
  if (user === undefined) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw userDisabled();
  const origin = claims['origin_jti'];
  if (typeof origin === 'string' && origin in pool.state.revokedOrigins) {
    throw new CognitoError('NotAuthorizedException', 'Access Token has been revoked');
  }
  return { pool, user, clientId: claims['client_id'] };
}
