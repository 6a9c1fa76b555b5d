import * as z from 'zod';
import type { UserPool } from '../../assembly/resources.ts';
import type { UserPoolKeys } from '../../auth/user-pool-keys.ts';
import { createTokenVerifier } from '../../auth/verify-token.ts';
import type { Clock } from '../../clock.ts';
import type { AwsRequest, AwsResponse, AwsService, LambdaRuntime } from '../contract.ts';
import { createChallengeStore } from './challenges.ts';
import { issuerOf, poolById, type CognitoContext, type CognitoMessage, type Operation } from './context.ts';
import { CognitoError } from './errors.ts';
import { addToGroup, findGroup, putGroup } from './groups.ts';
import { ADMIN_OPERATIONS, PUBLIC_OPERATIONS } from './operations/index.ts';
import { checkPasswordPolicy, setPassword } from './passwords.ts';
import type { User } from './pool-state.ts';
import { openPool, type Pool } from './pool-store.ts';
import { jwksOf, signingKeyOf } from './signing-keys.ts';
import { startSession } from './tokens.ts';
import { SUPPORTED_TRIGGERS } from './triggers.ts';
import { addUser, findUser, userByName } from './users.ts';

export interface CognitoIdpOptions {
  readonly userPools: readonly UserPool[];
  /** Where state is kept; absent for memory only. */
  readonly folder?: string;
  readonly clock: Clock;
  readonly region: string;
  readonly lambda: LambdaRuntime;
  /** Told what Cognito would have sent: codes and temporary passwords. */
  readonly deliver: (message: CognitoMessage) => void;
}

export interface CreateUserInput {
  readonly userPoolId: string;
  readonly email: string;
  readonly password: string;
  readonly groups?: readonly string[];
}

/** A user as they are chosen from a list; `problem`: why they cannot sign in. */
export interface ListedUser {
  readonly userPoolId: string;
  readonly username: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly problem?: string;
}

export interface CognitoIdp extends AwsService {
  /** Keys and issuers, for whoever verifies this sandbox's tokens. */
  readonly keys: UserPoolKeys;
  /**
   * Adds a confirmed user; one that exists gets this password and these groups, and keeps their own where none are given.
   * Groups that are missing are made.
   */
  createUser(input: CreateUserInput): Promise<{ readonly username: string; readonly sub: string }>;
  /** All users of all pools, by name. */
  listUsers(): readonly ListedUser[];
  /** An access token for a user, without their password; undefined where there is no such user, or one who may not sign in. */
  signInAs(userPoolId: string, username: string): Promise<string | undefined>;
  /** Body of `/<userPoolId>/.well-known/jwks.json`; undefined for another pool. */
  jwks(userPoolId: string): Promise<string | undefined>;
  /** Triggers of the pools that the sandbox does not run, as `pool: Trigger`. */
  readonly unsupportedTriggers: readonly string[];
}

const TARGET = /^AWSCognitoIdentityProviderService\.(\w+)$/;

/** Creates the sandbox's user pools: sign-in by SRP or password, real RS256 tokens, state kept in a folder. */
export function createCognitoIdp(options: CognitoIdpOptions): CognitoIdp {
  const { clock, region, lambda, deliver } = options;
  const pools = new Map(
    options.userPools.map((definition) => [definition.id, openPool(definition, options.folder, () => clock.now())]),
  );
  const poolIds = new Map([...pools.keys()].map((id) => [issuerOf(region, id), id]));
  const keys: UserPoolKeys = {
    poolIdOf: (issuer) => poolIds.get(issuer),
    issuerOf: (userPoolId) => issuerOf(region, userPoolId),
    async publicKey(userPoolId, kid) {
      const pool = pools.get(userPoolId);
      const key = pool === undefined ? undefined : await signingKeyOf(pool);
      return key?.kid === kid ? key.publicKey : undefined;
    },
    isClient: (userPoolId, clientId) =>
      pools.get(userPoolId)?.definition.clients.some(({ id }) => id === clientId) ?? false,
  };
  const context: CognitoContext = {
    pools,
    clock,
    region,
    lambda,
    deliver,
    challenges: createChallengeStore(clock),
    verifyToken: createTokenVerifier({ userPools: keys, clock }),
  };

  return {
    keys,
    unsupportedTriggers: options.userPools.flatMap(({ id, triggers }) =>
      Object.keys(triggers)
        .filter((name) => SUPPORTED_TRIGGERS.every((supported) => supported !== name))
        .map((name) => `${id}: ${name}`),
    ),
    async createUser({ userPoolId, email, password, groups }) {
      const pool = poolById(context, userPoolId);
      checkPasswordPolicy(pool.definition, password);
      const attributes = { email, email_verified: 'true' };
      const user =
        findUser(pool, email) ?? addUser(pool, { login: email, attributes, status: 'CONFIRMED', now: clock.now() });
      setPassword(pool.definition, user, password);
      Object.assign(user, { status: 'CONFIRMED', enabled: true, ...(groups === undefined ? {} : { groups: [] }) });
      const now = clock.now();
      for (const name of groups ?? []) {
        // Groups that no template names belong to apps that make them while they run, as for tenants.
        if (findGroup(pool, name) === undefined) putGroup(pool, name, { name, createdAt: now, modifiedAt: now });
        addToGroup(pool, user, name);
      }
      pool.save();
      return { username: user.username, sub: user.attributes['sub'] ?? user.username };
    },
    listUsers: () => [...pools.values()].flatMap(listUsers).sort((a, b) => a.name.localeCompare(b.name)),
    async signInAs(userPoolId, username) {
      const pool = pools.get(userPoolId);
      const user = pool === undefined ? undefined : userByName(pool, username);
      const client = pool?.definition.clients[0];
      if (pool === undefined || user === undefined || client === undefined || problemOf(user) !== undefined)
        return undefined;
      const source = 'TokenGeneration_Authentication';
      const tokens = await startSession(context, pool, user, client.id, source);
      const token = tokens['AccessToken'];
      return typeof token === 'string' ? token : undefined;
    },
    async jwks(userPoolId) {
      const pool = pools.get(userPoolId);
      return pool === undefined ? undefined : JSON.stringify(await jwksOf(pool));
    },
    authorizationOf(request) {
      const operation = operationOf(request);
      if (Object.hasOwn(PUBLIC_OPERATIONS, operation)) return undefined;
      const userPoolId = poolIdIn(request.body);
      return { action: `cognito-idp:${operation}`, resource: pools.get(userPoolId ?? '')?.definition.arn ?? '*' };
    },
    handle: (request) => answer(context, request),
  };
}

function listUsers({ definition, state }: Pool): readonly ListedUser[] {
  return Object.values(state.users).map((user) => {
    const { username, attributes, groups } = user;
    const problem = problemOf(user);
    const name = attributes['email'] ?? attributes['phone_number'] ?? username;
    return { userPoolId: definition.id, username, name, groups, ...(problem === undefined ? {} : { problem }) };
  });
}

function problemOf({ enabled, status }: User): string | undefined {
  if (!enabled) return 'disabled';
  return status === 'CONFIRMED' ? undefined : status.toLowerCase().replaceAll('_', ' ');
}

async function answer(context: CognitoContext, request: AwsRequest): Promise<AwsResponse> {
  try {
    const name = operationOf(request);
    const operation =
      own(PUBLIC_OPERATIONS, name) ?? (request.principal === null ? refuseUnsigned(name) : own(ADMIN_OPERATIONS, name));
    if (operation === undefined) {
      throw new CognitoError(
        'NotSupportedOffline',
        `Amazon Cognito user pools: the operation ${name} is not supported offline.`,
        501,
      );
    }
    return respond(200, await operation(context, parseBody(request.body)));
  } catch (error) {
    if (error instanceof CognitoError) {
      return respond(error.status, { __type: error.name, message: error.message }, error.name);
    }
    if (error instanceof z.ZodError) {
      const [issue] = error.issues;
      const message = `1 validation error detected: Value at '${issue?.path.join('.') ?? ''}' failed to satisfy constraint: ${issue?.message ?? 'invalid'}`;
      return respond(400, { __type: 'InvalidParameterException', message }, 'InvalidParameterException');
    }
    throw error;
  }
}

/** `constructor` is no operation, although every object has one. */
function own(operations: Readonly<Record<string, Operation>>, name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}

function refuseUnsigned(name: string): undefined {
  if (own(ADMIN_OPERATIONS, name) === undefined) return undefined;
  throw new CognitoError('MissingAuthenticationTokenException', 'Missing Authentication Token', 400);
}

function operationOf(request: AwsRequest): string {
  return TARGET.exec(request.headers['x-amz-target'] ?? '')?.[1] ?? '(none)';
}

function parseBody(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new CognitoError('SerializationException', 'The request body is not valid JSON.');
  }
}

/** A body that cannot be read names no pool; `handle` answers what is wrong with it. */
function poolIdIn(body: Buffer): string | undefined {
  try {
    const parsed = z.object({ UserPoolId: z.string() }).safeParse(parseBody(body));
    return parsed.success ? parsed.data.UserPoolId : undefined;
  } catch {
    return undefined;
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
