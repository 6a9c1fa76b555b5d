import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { checkAttributes, missingAttributes } from '../attributes.ts';
import type { Challenge } from '../challenges.ts';
import { takeCode } from '../codes.ts';
import { clientMetadata, poolByClient, type CognitoContext, type Operation } from '../context.ts';
import { CognitoError, incorrectCredentials, invalidParameter } from '../errors.ts';
import { mfaChallenge, setPreference, useTokenCode } from '../mfa.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import type { User } from '../pool-state.ts';
import type { Pool } from '../pool-store.ts';
import { completeSignIn, grantTokens, requireParameter, type SignIn } from '../sign-in.ts';
import { expectedSignature } from '../srp.ts';
import { userByName } from '../users.ts';

const input = z.object({
  ChallengeName: z.string(),
  ClientId: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  Session: z.string().nullish(),
  ClientMetadata: clientMetadata,
});

interface Answer {
  readonly context: CognitoContext;
  readonly pool: Pool;
  readonly signIn: SignIn;
  readonly responses: Readonly<Record<string, string>>;
  readonly session: string;
}

export const respondToAuthChallenge: Operation = async (context, raw) => {
  const { ChallengeName, ClientId, ChallengeResponses, Session, ClientMetadata } = input.parse(raw);
  const answer: Answer = {
    context,
    pool: poolByClient(context, ClientId),
    signIn: { clientId: ClientId, clientMetadata: ClientMetadata },
    responses: ChallengeResponses,
    session: Session ?? '',
  };
  switch (ChallengeName) {
    case 'PASSWORD_VERIFIER':
      return verifyPassword(answer);
    case 'NEW_PASSWORD_REQUIRED':
      return replacePassword(answer);
    case 'SOFTWARE_TOKEN_MFA':
    case 'SMS_MFA':
      return answerCode(answer, ChallengeName);
    case 'SELECT_MFA_TYPE':
      return selectFactor(answer);
    case 'MFA_SETUP':
      return finishSetup(answer);
    default:
      throw new CognitoError('NotSupportedOffline', `Challenge ${ChallengeName} is not supported offline.`, 501);
  }
};

async function verifyPassword({ context, pool, signIn, responses }: Answer): Promise<Record<string, unknown>> {
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const claimed = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  const challenge = take(context, secretBlock, signIn.clientId);
  if (challenge.kind !== 'PASSWORD_VERIFIER' || challenge.username === undefined) throw incorrectCredentials();
  const user = userByName(pool, challenge.username);
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
  return completeSignIn(context, pool, user, signIn);
}

async function replacePassword(answer: Answer): Promise<Record<string, unknown>> {
  const { context, pool, signIn, responses } = answer;
  const password = requireParameter(responses, 'NEW_PASSWORD');
  checkPasswordPolicy(pool.definition, password);
  const user = challenged(answer, 'NEW_PASSWORD_REQUIRED');
  const prefix = 'userAttributes.';
  const given = Object.fromEntries(
    Object.entries(responses).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
  checkAttributes(pool.definition, given, true);
  const missing = missingAttributes(pool.definition, { ...user.attributes, ...given });
  if (missing.length > 0)
    throw invalidParameter(
      `Invalid user attributes: ${missing.map((name) => `${name}: The attribute is required`).join('\n')}`,
    );
  context.challenges.take(answer.session);
  Object.assign(user.attributes, given);
  setPassword(pool.definition, user, password);
  user.status = 'CONFIRMED';
  user.modifiedAt = context.clock.now();
  pool.save();
  return completeSignIn(context, pool, user, { ...signIn, source: 'TokenGeneration_NewPasswordChallenge' });
}

async function answerCode(answer: Answer, kind: 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA'): Promise<Record<string, unknown>> {
  const { context, pool, signIn, responses } = answer;
  const code = requireParameter(responses, `${kind}_CODE`);
  const user = challenged(answer, kind);
  if (kind === 'SOFTWARE_TOKEN_MFA') useTokenCode(context, pool, user, code);
  else {
    try {
      takeCode(user, 'SMS_MFA', code, context.clock.now());
    } catch {
      throw new CognitoError('CodeMismatchException', 'Invalid code or auth state for the user.');
    }
  }
  context.challenges.take(answer.session);
  return grantTokens(context, pool, user, signIn);
}

async function selectFactor(answer: Answer): Promise<Record<string, unknown>> {
  const { context, pool, signIn, responses } = answer;
  const chosen = z.enum(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']).safeParse(requireParameter(responses, 'ANSWER'));
  const user = challenged(answer, 'SELECT_MFA_TYPE');
  if (!chosen.success || user.mfa?.enabled.includes(chosen.data) !== true)
    throw invalidParameter('Invalid selected MFA type');
  context.challenges.take(answer.session);
  return (
    (await mfaChallenge(context, pool, user, signIn.clientId, chosen.data)) ?? grantTokens(context, pool, user, signIn)
  );
}

/** The session is the one of VerifySoftwareToken. */
async function finishSetup(answer: Answer): Promise<Record<string, unknown>> {
  const { context, pool, signIn } = answer;
  const user = challenged(answer, 'MFA_SETUP_VERIFIED');
  context.challenges.take(answer.session);
  setPreference(pool, user, [{ method: 'SOFTWARE_TOKEN_MFA', isEnabled: true, isPreferred: true }]);
  return grantTokens(context, pool, user, signIn);
}

/** Who a session belongs to; it stays until it is answered rightly. */
function challenged({ context, pool, signIn, session }: Answer, kind: Challenge['kind']): User {
  const challenge = context.challenges.look(session);
  const isRight = challenge?.clientId === signIn.clientId && challenge.kind === kind;
  const user = isRight && challenge.username !== undefined ? userByName(pool, challenge.username) : undefined;
  if (user === undefined) throw invalidSession();
  return user;
}

function take(context: CognitoContext, handle: string, clientId: string): Challenge {
  const challenge = context.challenges.take(handle);
  if (challenge?.clientId !== clientId) throw invalidSession();
  return challenge;
}

function invalidSession(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
}
