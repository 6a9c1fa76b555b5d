import { decodeJwt, errors, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import type { UserPoolKeys } from './user-pool-keys.ts';

export type TokenClaims = Readonly<Record<string, unknown>>;

export type TokenOutcome =
  | { readonly ok: true; readonly userPoolId: string; readonly claims: TokenClaims }
  | { readonly ok: false; readonly message: string };

export type VerifyToken = (token: string) => Promise<TokenOutcome>;

const CACHE_LIMIT = 1000;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Claims of a JWT, unverified; undefined when the text is not a JWT. AppSync takes the bare token, without `Bearer`. */
export function readUnverifiedClaims(token: string): TokenClaims | undefined {
  if (!JWT.test(token)) return undefined;
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/**
 * Verifies Cognito tokens: signature, issuer, expiry by the sandbox's clock, use and client.
 * A signature is checked once per token; its expiry each time.
 */
export function createTokenVerifier({
  userPools,
  clock,
}: {
  readonly userPools: UserPoolKeys;
  readonly clock: Clock;
}): VerifyToken {
  const verified = new Map<string, { readonly userPoolId: string; readonly claims: TokenClaims }>();

  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined) return isExpired(known.claims, clock) ? EXPIRED : { ok: true, ...known };

    const issuer = readUnverifiedClaims(token)?.['iss'];
    const userPoolId = typeof issuer === 'string' ? userPools.poolIdOf(issuer) : undefined;
    if (typeof issuer !== 'string' || userPoolId === undefined) return refuse('Unable to parse JWT token.');
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await userPools.publicKey(userPoolId, kid);
          if (key === undefined) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          issuer,
          algorithms: ['RS256'],
          currentDate: new Date(clock.now()),
          requiredClaims: ['sub', 'exp', 'token_use'],
        },
      );
      const problem = checkUse(payload, (clientId) => userPools.isClient(userPoolId, clientId));
      if (problem !== undefined) return refuse(problem);
      if (verified.size >= CACHE_LIMIT) verified.clear();
      verified.set(token, { userPoolId, claims: payload });
      return { ok: true, userPoolId, claims: payload };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return EXPIRED;
      if (error instanceof errors.JOSEError) return refuse('You are not authorized to make this call.');
      throw error;
    }
  };
}

const EXPIRED: TokenOutcome = { ok: false, message: 'Token has expired.' };

function refuse(message: string): TokenOutcome {
  return { ok: false, message };
}

function isExpired(claims: TokenClaims, clock: Clock): boolean {
  return !(typeof claims['exp'] === 'number' && claims['exp'] * 1000 > clock.now());
}

function checkUse(claims: TokenClaims, isClient: (clientId: string) => boolean): string | undefined {
  const use = claims['token_use'];
  if (use !== 'id' && use !== 'access') return 'Unable to parse JWT token.';
  const clientId = use === 'id' ? claims['aud'] : claims['client_id'];
  return typeof clientId === 'string' && isClient(clientId) ? undefined : 'You are not authorized to make this call.';
}
