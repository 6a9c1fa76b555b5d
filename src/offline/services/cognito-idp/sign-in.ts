import type { CognitoContext } from './context.ts';
import { CognitoError, incorrectCredentials } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { startSession, type TokenSource } from './tokens.ts';
import { runTrigger } from './triggers.ts';

/** After the password was proven: tokens, or what still stands in the way of them. */
export async function completeSignIn(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  source: TokenSource = 'TokenGeneration_Authentication',
): Promise<Record<string, unknown>> {
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  await runTrigger(context, pool, 'PreAuthentication', { source: 'PreAuthentication_Authentication', user, clientId });
  switch (user.status) {
    case 'UNCONFIRMED':
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
    case 'FORCE_CHANGE_PASSWORD':
      return newPasswordChallenge(context, user, clientId);
    case 'CONFIRMED': {
      const result = await startSession(context, pool, user, clientId, source);
      await runTrigger(context, pool, 'PostAuthentication', {
        source: 'PostAuthentication_Authentication',
        user,
        clientId,
        request: { newDeviceUsed: false },
      });
      return { AuthenticationResult: result, ChallengeParameters: {} };
    }
  }
}

function newPasswordChallenge(context: CognitoContext, user: User, clientId: string): Record<string, unknown> {
  const attributes = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => name !== 'sub'));
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: context.challenges.put({ kind: 'NEW_PASSWORD_REQUIRED', clientId, username: user.username }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(attributes),
    },
  };
}

export function requireParameter(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === '')
    throw new CognitoError('InvalidParameterException', `Missing required parameter ${name}`);
  return value;
}

export function refuseSignIn(): never {
  throw incorrectCredentials();
}
