import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { issuerOf, type CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { signingKeyOf } from './signing-keys.ts';
import { runTrigger } from './triggers.ts';

/** One sign-in; refreshing keeps it. */
export interface Session {
  readonly clientId: string;
  readonly originJti: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
}

export type TokenSource =
  'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';

const overrides = z.object({
  claimsToAddOrOverride: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  claimsToSuppress: z.array(z.string()).nullish(),
  groupOverrideDetails: z
    .object({
      groupsToOverride: z.array(z.string()).nullish(),
      iamRolesToOverride: z.array(z.string()).nullish(),
      preferredRole: z.string().nullish(),
    })
    .nullish(),
});

/** Claims a trigger may not touch. */
const RESERVED = new Set([
  'sub',
  'iss',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'token_use',
  'jti',
  'origin_jti',
  'event_id',
  'cognito:username',
]);

/** Starts a session: id, access and refresh token. */
export async function startSession(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  source: TokenSource,
): Promise<Record<string, unknown>> {
  const now = context.clock.now();
  const session: Session = { clientId, originJti: randomUUID(), authTime: Math.floor(now / 1000) };
  const result = await issueTokens(context, pool, user, session, source);
  const refreshToken = randomBytes(192).toString('base64url');
  pool.state.refreshTokens[hashToken(refreshToken)] = {
    username: user.username,
    clientId,
    originJti: session.originJti,
    authTime: session.authTime,
    expiresAt: now + clientOf(pool, clientId).refreshTokenDays * 86_400_000,
  };
  pool.save();
  return { ...result, RefreshToken: refreshToken };
}

/** Id and access token of a session. */
export async function issueTokens(
  context: CognitoContext,
  pool: Pool,
  user: User,
  session: Session,
  source: TokenSource,
): Promise<Record<string, unknown>> {
  const client = clientOf(pool, session.clientId);
  const issuedAt = Math.floor(context.clock.now() / 1000);
  const override = await tokenOverrides(context, pool, user, session.clientId, source);
  const groups = override.groupOverrideDetails?.groupsToOverride ?? user.groups;
  const { kid, privateKey } = await signingKeyOf(pool);
  const eventId = randomUUID();
  const sign = (claims: Record<string, unknown>, minutes: number): Promise<string> =>
    new SignJWT({
      sub: user.attributes['sub'] ?? user.username,
      ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
      iss: issuerOf(context.region, pool.definition.id),
      origin_jti: session.originJti,
      event_id: eventId,
      auth_time: session.authTime,
      iat: issuedAt,
      exp: issuedAt + minutes * 60,
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);

  const accessToken = await sign(
    {
      client_id: session.clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      username: user.username,
    },
    client.accessTokenMinutes,
  );
  const idToken = await sign(
    {
      ...customize(attributeClaims(user), override),
      ...roleClaims(pool, groups, override),
      'cognito:username': user.username,
      aud: session.clientId,
      token_use: 'id',
    },
    client.idTokenMinutes,
  );
  return { AccessToken: accessToken, IdToken: idToken, ExpiresIn: client.accessTokenMinutes * 60, TokenType: 'Bearer' };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function clientOf(pool: Pool, clientId: string) {
  const client = pool.definition.clients.find(({ id }) => id === clientId);
  if (client === undefined)
    throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  return client;
}

function attributeClaims(user: User): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(user.attributes)) {
    claims[name] = name === 'email_verified' || name === 'phone_number_verified' ? value === 'true' : value;
  }
  return claims;
}

/** The role of the group with the lowest precedence number is preferred. */
function roleClaims(
  pool: Pool,
  groups: readonly string[],
  override: z.infer<typeof overrides>,
): Record<string, unknown> {
  const own = pool.definition.groups
    .filter((group) => groups.includes(group.name) && group.roleArn !== undefined)
    .sort((a, b) => (a.precedence ?? Infinity) - (b.precedence ?? Infinity));
  const roles = override.groupOverrideDetails?.iamRolesToOverride ?? own.map(({ roleArn }) => roleArn);
  const preferred = override.groupOverrideDetails?.preferredRole ?? own[0]?.roleArn;
  return {
    ...(roles.length === 0 ? {} : { 'cognito:roles': roles }),
    ...(preferred === undefined ? {} : { 'cognito:preferred_role': preferred }),
  };
}

function customize(claims: Record<string, unknown>, override: z.infer<typeof overrides>): Record<string, unknown> {
  const result = { ...claims };
  for (const [name, value] of Object.entries(override.claimsToAddOrOverride ?? {})) {
    if (!RESERVED.has(name)) result[name] = String(value);
  }
  for (const name of override.claimsToSuppress ?? []) if (!RESERVED.has(name)) delete result[name];
  return result;
}

async function tokenOverrides(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  source: TokenSource,
): Promise<z.infer<typeof overrides>> {
  const roles = pool.definition.groups
    .filter(({ name }) => user.groups.includes(name))
    .flatMap(({ roleArn }) => roleArn ?? []);
  const response = await runTrigger(context, pool, 'PreTokenGeneration', {
    source,
    user,
    clientId,
    request: {
      groupConfiguration: { groupsToOverride: user.groups, iamRolesToOverride: roles, preferredRole: roles[0] ?? null },
    },
    response: { claimsOverrideDetails: null },
  });
  if (response === undefined) return {};
  if (response['claimsAndScopeOverrideDetails'] != null) {
    throw new CognitoError(
      'NotSupportedOffline',
      'PreTokenGeneration answered claimsAndScopeOverrideDetails: trigger version 2 is not supported offline.',
      501,
    );
  }
  const parsed = overrides.safeParse(response['claimsOverrideDetails'] ?? {});
  if (!parsed.success) throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return parsed.data;
}
