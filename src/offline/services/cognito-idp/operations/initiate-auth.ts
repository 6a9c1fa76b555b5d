import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { clientMetadata, poolByClient, tellsWhoExists, type CognitoContext, type Operation } from '../context.ts';
import { CognitoError, invalidParameter, userNotFound } from '../errors.ts';
import { isPassword } from '../passwords.ts';
import type { Pool } from '../pool-store.ts';
import { refreshSession } from '../refresh.ts';
import { completeSignIn, refuseSignIn, requireParameter, type SignIn } from '../sign-in.ts';
import { beginExchange, createVerifier, isValidPublicA } from '../srp.ts';
import { findUser } from '../users.ts';
import { checkFlow } from '../auth-flows.ts';

const input = z.object({
  AuthFlow: z.string(),
  ClientId: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ClientMetadata: clientMetadata,
});

export const initiateAuth: Operation = async (context, raw) => {
  const { AuthFlow, ClientId, AuthParameters, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  checkFlow(pool, ClientId, AuthFlow);
  switch (AuthFlow) {
    case 'USER_SRP_AUTH':
      return startSrp(context, pool, ClientId, AuthParameters);
    case 'USER_PASSWORD_AUTH':
      return signInWithPassword(context, pool, { clientId: ClientId, clientMetadata: ClientMetadata }, AuthParameters);
    case 'REFRESH_TOKEN':
    case 'REFRESH_TOKEN_AUTH':
      return refreshSession(context, pool, ClientId, requireParameter(AuthParameters, 'REFRESH_TOKEN'));
    default:
      throw new CognitoError(
        'NotSupportedOffline',
        `AuthFlow ${AuthFlow} is not supported offline: use USER_SRP_AUTH, USER_PASSWORD_AUTH or REFRESH_TOKEN_AUTH.`,
        501,
      );
  }
};

export function signInWithPassword(
  context: CognitoContext,
  pool: Pool,
  signIn: SignIn,
  parameters: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const user = findUser(pool, requireParameter(parameters, 'USERNAME'));
  const password = requireParameter(parameters, 'PASSWORD');
  if (user === undefined && tellsWhoExists(pool, signIn.clientId)) throw userNotFound();
  if (user === undefined || !isPassword(pool.definition, user, password)) return refuseSignIn();
  return completeSignIn(context, pool, user, signIn);
}

function startSrp(
  context: CognitoContext,
  pool: Pool,
  clientId: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const login = requireParameter(parameters, 'USERNAME');
  const publicA = requireParameter(parameters, 'SRP_A');
  if (!isValidPublicA(publicA)) throw invalidParameter('SRP_A is not a valid value.');
  const user = findUser(pool, login);
  if (user === undefined && tellsWhoExists(pool, clientId)) throw userNotFound();
  // A stranger gets a challenge as well, so that the answer does not tell who has an account.
  const stored = user?.password ?? createVerifier(pool.definition.id, login, randomBytes(16).toString('hex'));
  const exchange = beginExchange(stored.verifier);
  const username = user?.password === undefined ? undefined : user.username;
  return Promise.resolve({
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: stored.salt,
      SECRET_BLOCK: context.challenges.put({ kind: 'PASSWORD_VERIFIER', clientId, username, publicA, exchange }),
      SRP_B: exchange.publicB,
      USERNAME: user?.username ?? login,
      USER_ID_FOR_SRP: user?.username ?? login,
    },
  });
}
