import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Challenge } from '../challenges.ts';
import { poolByClient, type CognitoContext, type Operation } from '../context.ts';
import { CognitoError, incorrectCredentials } from '../errors.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import type { Pool } from '../pool-store.ts';
import { completeSignIn, requireParameter } from '../sign-in.ts';
import { expectedSignature } from '../srp.ts';

const input = z.object({
  ChallengeName: z.string(),
  ClientId: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  Session: z.string().nullish(),
});

export const respondToAuthChallenge: Operation = async (context, raw) => {
  const { ChallengeName, ClientId, ChallengeResponses, Session } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  switch (ChallengeName) {
    case 'PASSWORD_VERIFIER':
      return verifyPassword(context, pool, ClientId, ChallengeResponses);
    case 'NEW_PASSWORD_REQUIRED':
      return replacePassword(context, pool, ClientId, ChallengeResponses, Session ?? '');
    default:
      throw new CognitoError('NotSupportedOffline', `Challenge ${ChallengeName} is not supported offline.`, 501);
  }
};

async function verifyPassword(
  context: CognitoContext,
  pool: Pool,
  clientId: string,
  responses: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const claimed = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  const challenge = take(context, secretBlock, clientId);
  if (challenge.kind !== 'PASSWORD_VERIFIER' || challenge.username === undefined) throw incorrectCredentials();
  const user = pool.state.users[challenge.username];
  if (user?.password === undefined) throw incorrectCredentials();
  const expected = expectedSignature({
    poolId: pool.definition.id,
    username: user.username,
    verifier: user.password.verifier,
    publicA: challenge.publicA,
    exchange: challenge.exchange,
    secretBlock,
    timestamp,
  });
  const left = Buffer.from(claimed);
  const right = Buffer.from(expected);
  if (left.length !== right.length || !timingSafeEqual(left, right)) throw incorrectCredentials();
  return completeSignIn(context, pool, user, clientId);
}

async function replacePassword(
  context: CognitoContext,
  pool: Pool,
  clientId: string,
  responses: Readonly<Record<string, string>>,
  session: string,
): Promise<Record<string, unknown>> {
  const password = requireParameter(responses, 'NEW_PASSWORD');
  checkPasswordPolicy(pool.definition, password);
  const challenge = take(context, session, clientId);
  const user = challenge.kind === 'NEW_PASSWORD_REQUIRED' ? pool.state.users[challenge.username] : undefined;
  if (user === undefined) throw invalidSession();
  for (const [name, value] of Object.entries(responses)) {
    if (name.startsWith('userAttributes.')) user.attributes[name.slice('userAttributes.'.length)] = value;
  }
  setPassword(pool.definition, user, password);
  user.status = 'CONFIRMED';
  user.modifiedAt = context.clock.now();
  return completeSignIn(context, pool, user, clientId, 'TokenGeneration_NewPasswordChallenge');
}

function take(context: CognitoContext, handle: string, clientId: string): Challenge {
  const challenge = context.challenges.take(handle);
  if (challenge?.clientId !== clientId) throw invalidSession();
  return challenge;
}

function invalidSession(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
}
