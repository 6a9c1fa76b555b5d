import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { IdentityPool } from '../../assembly/resources.ts';
import type { CredentialStore } from '../../auth/credential-store.ts';
import type { UserPoolKeys } from '../../auth/user-pool-keys.ts';
import { createTokenVerifier, type TokenClaims } from '../../auth/verify-token.ts';
import type { Clock } from '../../clock.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import { openIdentities } from './identity-state.ts';

export interface CognitoIdentityOptions {
  readonly identityPools: readonly IdentityPool[];
  readonly userPools: UserPoolKeys;
  readonly credentials: CredentialStore;
  /** Where identities are kept; absent for memory only. */
  readonly folder?: string;
  readonly clock: Clock;
  readonly region: string;
}

const TARGET = /^AWSCognitoIdentityService\.(\w+)$/;
const LIFETIME_MS = 3_600_000;

const getIdInput = z.object({ IdentityPoolId: z.string(), Logins: z.record(z.string(), z.string()).nullish() });
const getCredentialsInput = z.object({ IdentityId: z.string(), Logins: z.record(z.string(), z.string()).nullish() });

class IdentityError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

interface Login {
  /** `cognito-idp.<region>.amazonaws.com/<pool>` */
  readonly provider: string;
  readonly claims: TokenClaims;
}

/** Creates the sandbox's identity pools: IAM credentials for signed-in users and, where allowed, for guests. */
export function createCognitoIdentity(options: CognitoIdentityOptions): AwsService {
  const { clock, credentials, region, userPools } = options;
  const store = openIdentities(options.folder);
  const verify = createTokenVerifier({ userPools, clock });

  const poolById = (id: string): IdentityPool => {
    const pool = options.identityPools.find((candidate) => candidate.id === id);
    if (pool === undefined) throw new IdentityError('ResourceNotFoundException', `IdentityPool '${id}' not found.`);
    return pool;
  };

  const verifyLogin = async (
    pool: IdentityPool,
    logins: Readonly<Record<string, string>>,
  ): Promise<Login | undefined> => {
    const [entry, ...others] = Object.entries(logins);
    if (entry === undefined) return undefined;
    if (others.length > 0) throw notSupported('several logins for one identity');
    const [provider, token] = entry;
    const userPoolId = provider.slice(provider.indexOf('/') + 1);
    if (!pool.userPoolIds.includes(userPoolId)) {
      throw new IdentityError(
        'NotAuthorizedException',
        `Token is not from a supported provider of this identity pool.`,
      );
    }
    const outcome = await verify(token);
    if (!outcome.ok || outcome.userPoolId !== userPoolId || outcome.claims['token_use'] !== 'id') {
      const expired = !outcome.ok && outcome.message === 'Token has expired.';
      throw new IdentityError(
        'NotAuthorizedException',
        expired ? 'Invalid login token. Token expired.' : 'Invalid login token.',
      );
    }
    return { provider, claims: outcome.claims };
  };

  const getId = async (raw: unknown): Promise<Record<string, unknown>> => {
    const { IdentityPoolId, Logins } = getIdInput.parse(raw);
    const pool = poolById(IdentityPoolId);
    const login = await verifyLogin(pool, Logins ?? {});
    if (login === undefined && !pool.allowUnauthenticated) throw guestsRefused();
    const key = login === undefined ? null : loginKey(login);
    const known =
      key === null
        ? undefined
        : Object.entries(store.identities).find(
            ([, { poolId, login: existing }]) => poolId === pool.id && existing === key,
          );
    if (known !== undefined) return { IdentityId: known[0] };
    const identityId = `${region}:${randomUUID()}`;
    store.identities[identityId] = { poolId: pool.id, login: key };
    store.save();
    return { IdentityId: identityId };
  };

  const getCredentials = async (raw: unknown): Promise<Record<string, unknown>> => {
    const { IdentityId, Logins } = getCredentialsInput.parse(raw);
    const identity = Object.hasOwn(store.identities, IdentityId) ? store.identities[IdentityId] : undefined;
    if (identity === undefined)
      throw new IdentityError('ResourceNotFoundException', `Identity '${IdentityId}' not found.`);
    const pool = poolById(identity.poolId);
    const login = await verifyLogin(pool, Logins ?? {});
    if (login === undefined && identity.login !== null) {
      throw new IdentityError('NotAuthorizedException', "Access to Identity '" + IdentityId + "' is forbidden.");
    }
    if (login === undefined && !pool.allowUnauthenticated) throw guestsRefused();
    if (login !== undefined) {
      const key = loginKey(login);
      if (identity.login !== null && identity.login !== key) {
        throw new IdentityError(
          'NotAuthorizedException',
          "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        );
      }
      // A guest who signs in keeps the identity, now as theirs.
      if (identity.login === null) {
        identity.login = key;
        store.save();
      }
    }
    return { IdentityId, Credentials: issue(pool, IdentityId, login) };
  };

  const issue = (pool: IdentityPool, identityId: string, login: Login | undefined): Record<string, unknown> => {
    const preferred = login?.claims['cognito:preferred_role'];
    const roleArn =
      login === undefined
        ? pool.unauthenticatedRoleArn
        : typeof preferred === 'string'
          ? preferred
          : pool.authenticatedRoleArn;
    if (roleArn === undefined) {
      throw new IdentityError(
        'InvalidIdentityPoolConfigurationException',
        'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
      );
    }
    const expiresAt = clock.now() + LIFETIME_MS;
    const issued = credentials.issue(roleArn, {
      sessionName: 'CognitoIdentityCredentials',
      expiresAt,
      cognito: {
        identityPoolId: pool.id,
        identityId,
        authType: login === undefined ? 'unauthenticated' : 'authenticated',
        authProvider:
          login === undefined
            ? null
            : `"${login.provider}","${login.provider}:CognitoSignIn:${String(login.claims['sub'])}"`,
      },
    });
    return {
      AccessKeyId: issued.accessKeyId,
      SecretKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: Math.floor(expiresAt / 1000),
    };
  };

  const operations: Readonly<Record<string, (raw: unknown) => Promise<Record<string, unknown>>>> = {
    GetId: getId,
    GetCredentialsForIdentity: getCredentials,
  };

  return {
    authorizationOf: () => undefined,
    async handle(request) {
      const name = TARGET.exec(request.headers['x-amz-target'] ?? '')?.[1] ?? '(none)';
      try {
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (operation === undefined) throw notSupported(`the operation ${name}`);
        return respond(200, await operation(parseBody(request)));
      } catch (error) {
        if (error instanceof IdentityError)
          return respond(error.status, { __type: error.name, message: error.message }, error.name);
        if (error instanceof z.ZodError) {
          const message = `Invalid input: ${error.issues[0]?.path.join('.') ?? ''}`;
          return respond(400, { __type: 'InvalidParameterException', message }, 'InvalidParameterException');
        }
        throw error;
      }
    },
  };
}

function loginKey({ provider, claims }: Login): string {
  return `${provider}:${String(claims['sub'])}`;
}

function guestsRefused(): IdentityError {
  return new IdentityError('NotAuthorizedException', 'Unauthenticated access is not supported for this identity pool.');
}

function notSupported(what: string): IdentityError {
  return new IdentityError(
    'NotSupportedOffline',
    `Amazon Cognito identity pools: ${what} is not supported offline.`,
    501,
  );
}

function parseBody(request: AwsRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new IdentityError('SerializationException', 'The request body is not valid JSON.');
  }
}

function respond(status: number, body: Record<string, unknown>, errorType?: string): AwsResponse {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      ...(errorType === undefined ? {} : { 'x-amzn-errortype': `${errorType}:` }),
    },
    body: JSON.stringify(body),
  };
}
