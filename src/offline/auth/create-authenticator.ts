import type { AuthMode, AuthProvider, GraphqlApi, Role } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { LambdaRuntime } from '../services/contract.ts';
import { authenticateApiKey } from './authenticate-api-key.ts';
import { authenticateIam } from './authenticate-iam.ts';
import { createLambdaAuthorizer } from './authenticate-lambda.ts';
import { authenticateOidc, authenticateUserPool } from './authenticate-token.ts';
import type { Authenticate } from './contract.ts';
import type { CredentialStore } from './credential-store.ts';
import { unauthorized } from './refusals.ts';
import { SIGV4_ALGORITHM } from './sigv4-authorization.ts';
import { sourceAddresses } from './source-addresses.ts';
import type { UserPoolKeys } from './user-pool-keys.ts';
import { createTokenVerifier, readUnverifiedClaims } from './verify-token.ts';

export interface AuthenticatorOptions {
  readonly api: GraphqlApi;
  readonly userPools: UserPoolKeys;
  readonly credentials: CredentialStore;
  readonly roles: readonly Role[];
  readonly lambda: LambdaRuntime;
  readonly clock: Clock;
  readonly accountId: string;
  readonly region: string;
  /** One line of the sandbox's own log. */
  readonly log: (line: string) => void;
}

/** Creates the front door of one API: picks the auth mode from the headers as AppSync does, then verifies. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  const { api, userPools, credentials, lambda, clock, accountId } = options;
  const providers = [api.defaultAuth, ...api.additionalAuth];
  const provider = (mode: AuthMode): AuthProvider | undefined => providers.find((candidate) => candidate.mode === mode);
  const roles = new Map(options.roles.map((role) => [role.arn, role]));
  const verify = createTokenVerifier({ userPools, clock });
  const authorize = createLambdaAuthorizer({ apiId: api.id, accountId, lambda, clock, log: options.log });

  return async (request, operation) => {
    const apiKey = request.headers['x-api-key'];
    if (apiKey !== undefined && provider('API_KEY') !== undefined)
      return authenticateApiKey(apiKey, api.apiKeys, clock);

    const authorization = request.headers['authorization'];
    if (authorization === undefined || authorization === '') {
      return unauthorized(apiKey === undefined ? 'Valid authorization header not provided.' : undefined);
    }
    if (authorization.startsWith(SIGV4_ALGORITHM)) {
      if (provider('AWS_IAM') === undefined) return unauthorized();
      return authenticateIam(request, { apiArn: api.arn, roles, credentials, clock, accountId });
    }
    const lambdaProvider = provider('AWS_LAMBDA');
    const issuer = readUnverifiedClaims(authorization)?.['iss'];
    const tokenProvider = typeof issuer === 'string' ? providerOfIssuer(providers, issuer, userPools) : undefined;
    if (tokenProvider?.mode === 'AMAZON_COGNITO_USER_POOLS') {
      return authenticateUserPool(authorization, tokenProvider, verify, sourceAddresses(request));
    }
    if (tokenProvider?.mode === 'OPENID_CONNECT') return authenticateOidc(authorization, tokenProvider, verify);
    // What is no token of a configured issuer belongs to the Lambda authorizer, when there is one.
    if (lambdaProvider !== undefined) return authorize(authorization, lambdaProvider, request, operation);
    const acceptsTokens =
      provider('AMAZON_COGNITO_USER_POOLS') !== undefined || provider('OPENID_CONNECT') !== undefined;
    return unauthorized(acceptsTokens && typeof issuer !== 'string' ? 'Unable to parse JWT token.' : undefined);
  };
}

function providerOfIssuer(
  providers: readonly AuthProvider[],
  issuer: string,
  userPools: UserPoolKeys,
): AuthProvider | undefined {
  const poolId = userPools.poolIdOf(issuer);
  return (
    providers.find(
      ({ mode, userPoolId }) => mode === 'AMAZON_COGNITO_USER_POOLS' && poolId !== undefined && userPoolId === poolId,
    ) ??
    providers.find(
      ({ mode, oidcIssuer }) =>
        mode === 'OPENID_CONNECT' && oidcIssuer?.replace(/\/$/, '') === issuer.replace(/\/$/, ''),
    )
  );
}
