import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { issuerOf, type CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { signingKeyOf } from './signing-keys.ts';
import { API_SCOPE, tokenOverrides } from './token-overrides.ts';

/** One sign-in; refreshing keeps it. */
export interface Session {
  readonly clientId: string;
  readonly originJti: string;
  /** Seconds since the epoch. */
  readonly authTime: number;
}

export type TokenSource =
  'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';

/** Starts a session: id, access and refresh token. */
export async function startSession(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  source: TokenSource,
  clientMetadata?: Readonly<Record<string, string>> | null,
): Promise<Record<string, unknown>> {
  const now = context.clock.now();
  const session: Session = { clientId, originJti: randomUUID(), authTime: Math.floor(now / 1000) };
  const result = await issueTokens(context, pool, user, session, source, clientMetadata);
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
  clientMetadata?: Readonly<Record<string, string>> | null,
): Promise<Record<string, unknown>> {
  const client = clientOf(pool, session.clientId);
  const issuedAt = Math.floor(context.clock.now() / 1000);
  const overrides = await tokenOverrides(context, pool, user, session.clientId, source, clientMetadata);
  const { groups, roles, preferredRole } = overrides;
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
    overrides.changeAccessClaims({
      client_id: session.clientId,
      token_use: 'access',
      scope: API_SCOPE,
      username: user.username,
    }),
    client.accessTokenMinutes,
  );
  const idToken = await sign(
    {
      ...overrides.changeIdClaims(attributeClaims(user)),
      ...(roles.length === 0 ? {} : { 'cognito:roles': roles }),
      ...(preferredRole === undefined ? {} : { 'cognito:preferred_role': preferredRole }),
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
