import type { AuthProvider } from '../assembly/resources.ts';
import type { AuthOutcome } from './contract.ts';
import { unauthorized } from './refusals.ts';
import type { TokenClaims, VerifyToken } from './verify-token.ts';

/** Cognito user pool mode: an id or access token of the API's pool. */
export async function authenticateUserPool(
  token: string,
  provider: AuthProvider,
  verify: VerifyToken,
  sourceIp: readonly string[],
): Promise<AuthOutcome> {
  const outcome = await verify(token);
  if (!outcome.ok) return unauthorized(outcome.message);
  if (outcome.userPoolId !== provider.userPoolId) return unauthorized();
  const { claims } = outcome;
  return {
    ok: true,
    caller: {
      mode: 'AMAZON_COGNITO_USER_POOLS',
      identity: {
        sub: text(claims['sub']),
        issuer: text(claims['iss']),
        username: text(claims['username'] ?? claims['cognito:username']),
        claims,
        sourceIp,
        defaultAuthStrategy: 'ALLOW',
        groups: groupsOf(claims),
      },
      deniedFields: [],
      mayAccessField: () => true,
    },
  };
}

/** OpenID Connect mode. Only issuers that the sandbox runs can be verified offline; others are refused by name. */
export async function authenticateOidc(
  token: string,
  provider: AuthProvider,
  verify: VerifyToken,
): Promise<AuthOutcome> {
  const outcome = await verify(token);
  if (!outcome.ok) {
    return unauthorized(
      outcome.message === 'Unable to parse JWT token.'
        ? `Tokens of the OpenID Connect issuer ${provider.oidcIssuer ?? '(none)'} cannot be verified offline: its keys are on the network. Sign in to a user pool of this backend instead.`
        : outcome.message,
    );
  }
  const { claims } = outcome;
  const clientId = claims['aud'] ?? claims['azp'] ?? claims['client_id'];
  if (
    provider.oidcClientId !== undefined &&
    !(typeof clientId === 'string' && new RegExp(provider.oidcClientId).test(clientId))
  ) {
    return unauthorized();
  }
  return {
    ok: true,
    caller: {
      mode: 'OPENID_CONNECT',
      identity: { sub: text(claims['sub']), issuer: text(claims['iss']), claims },
      deniedFields: [],
      mayAccessField: () => true,
    },
  };
}

function groupsOf(claims: TokenClaims): readonly string[] | null {
  const groups = claims['cognito:groups'];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
