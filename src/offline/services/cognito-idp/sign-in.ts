import type { CognitoContext } from './context.ts';
import { missingAttributes } from './attributes.ts';
import { CognitoError, incorrectCredentials } from './errors.ts';
import { mfaChallenge } from './mfa.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { startSession, type TokenSource } from './tokens.ts';
import { runTrigger } from './triggers.ts';

export interface SignIn {
  readonly clientId: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | null | undefined;
  readonly source?: TokenSource;
}

/** After the password was proven: tokens, or what still stands in the way of them. */
export async function completeSignIn(
  context: CognitoContext,
  pool: Pool,
  user: User,
  signIn: SignIn,
): Promise<Record<string, unknown>> {
  const { clientId, clientMetadata } = signIn;
  if (!user.enabled) throw userDisabled();
  await runTrigger(context, pool, 'PreAuthentication', {
    source: 'PreAuthentication_Authentication',
    user,
    clientId,
    request: { validationData: clientMetadata ?? null },
  });
  switch (user.status) {
    case 'UNCONFIRMED':
      throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    case 'RESET_REQUIRED':
      throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
    case 'FORCE_CHANGE_PASSWORD':
      if (user.temporaryUntil !== undefined && user.temporaryUntil <= context.clock.now())
        throw new CognitoError(
          'NotAuthorizedException',
          'Temporary password has expired and must be reset by an administrator.',
        );
      return newPasswordChallenge(context, pool, user, clientId);
    case 'CONFIRMED':
      return (await mfaChallenge(context, pool, user, clientId)) ?? grantTokens(context, pool, user, signIn);
  }
}

/** After everything was proven. */
export async function grantTokens(
  context: CognitoContext,
  pool: Pool,
  user: User,
  { clientId, clientMetadata, source = 'TokenGeneration_Authentication' }: SignIn,
): Promise<Record<string, unknown>> {
  if (!user.enabled) throw userDisabled();
  const result = await startSession(context, pool, user, clientId, source, clientMetadata);
  await runTrigger(context, pool, 'PostAuthentication', {
    source: 'PostAuthentication_Authentication',
    user,
    clientId,
    clientMetadata,
    request: { newDeviceUsed: false },
  });
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

function newPasswordChallenge(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
): Record<string, unknown> {
  const attributes = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => name !== 'sub'));
  const missing = missingAttributes(pool.definition, user.attributes);
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: context.challenges.put({ kind: 'NEW_PASSWORD_REQUIRED', clientId, username: user.username }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map((name) => `userAttributes.${name}`)),
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

export function userDisabled(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'User is disabled.');
}
