import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphqlApi, IdentityPool, Role, UserPool } from '../../../../src/offline/assembly/resources.ts';
import { createAuthenticator, createCredentialStore } from '../../../../src/offline/auth/index.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import type {
  GraphqlExecutor,
  GraphqlRequest,
  MutationEvent,
  Registration,
} from '../../../../src/offline/graphql/contract.ts';
import type { Caller } from '../../../../src/offline/auth/contract.ts';
import { createRealtime } from '../../../../src/offline/realtime/index.ts';
import { createCognitoIdentity } from '../../../../src/offline/services/cognito-identity/index.ts';
import { createCognitoIdp, type CognitoMessage } from '../../../../src/offline/services/cognito-idp/index.ts';
import type { AwsRequest, LambdaRuntime } from '../../../../src/offline/services/contract.ts';
import { createFrontGate } from '../../../../src/offline/http/front-gate.ts';

export const REGION = 'ap-northeast-2';
export const ACCOUNT = '000000000000';
export const POOL_ID = `${REGION}_Local0001`;
export const CLIENT_ID = 'local-client';
export const IDENTITY_POOL_ID = `${REGION}:11111111-2222-3333-4444-555555555555`;
export const API_KEY = 'da2-local';

export const API: GraphqlApi = {
  id: 'api1',
  arn: `arn:aws:appsync:${REGION}:${ACCOUNT}:apis/api1`,
  name: 'api',
  schema: '',
  defaultAuth: { mode: 'AMAZON_COGNITO_USER_POOLS', userPoolId: POOL_ID },
  additionalAuth: [{ mode: 'API_KEY' }, { mode: 'AWS_IAM' }],
  apiKeys: [{ id: API_KEY }],
  dataSources: [],
  functions: [],
  resolvers: [],
  introspectionDisabled: false,
  environmentVariables: {},
};

export const USER_POOL: UserPool = {
  id: POOL_ID,
  arn: `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${POOL_ID}`,
  usernameAttributes: ['email'],
  passwordMinLength: 8,
  passwordRequires: ['lowercase', 'uppercase', 'number', 'symbol'],
  groups: [
    { name: 'admin', precedence: 0 },
    { name: 'marketer', precedence: 1 },
  ],
  clients: [{ id: CLIENT_ID, accessTokenMinutes: 60, idTokenMinutes: 60, refreshTokenDays: 30 }],
  triggers: {},
};

export const AUTH_ROLE: Role = {
  arn: `arn:aws:iam::${ACCOUNT}:role/authRole`,
  name: 'authRole',
  statements: [
    {
      effect: 'Allow',
      actions: ['appsync:GraphQL'],
      notActions: [],
      resources: [`${API.arn}/types/Query/fields/*`, `${API.arn}/types/Subscription/fields/*`],
      notResources: [],
      conditions: {},
    },
  ],
};
const UNAUTH_ROLE: Role = { arn: `arn:aws:iam::${ACCOUNT}:role/unauthRole`, name: 'unauthRole', statements: [] };

const IDENTITY_POOL: IdentityPool = {
  id: IDENTITY_POOL_ID,
  allowUnauthenticated: true,
  authenticatedRoleArn: AUTH_ROLE.arn,
  unauthenticatedRoleArn: UNAUTH_ROLE.arn,
  userPoolIds: [POOL_ID],
};

export const NO_LAMBDA: LambdaRuntime = {
  invoke: () =>
    Promise.resolve({ ok: false, errorType: 'None', errorMessage: 'there are no functions here', timedOut: false }),
  stop: () => Promise.resolve(),
};

export interface Registered {
  readonly request: GraphqlRequest;
  readonly caller: Caller;
}

/** An executor by hand: answers who called, and lets a test publish mutations. */
function createFakeExecutor(registration: Partial<Registration> = {}) {
  const mutationListeners: ((event: MutationEvent) => void)[] = [];
  const invalidationListeners: ((event: { subscriptionField: string; payload: unknown }) => void)[] = [];
  const registered: Registered[] = [];
  const executor: GraphqlExecutor = {
    execute: (_request, caller) =>
      Promise.resolve({ data: { whoAmI: JSON.stringify({ mode: caller.mode, identity: caller.identity }) } }),
    register(request, caller) {
      registered.push({ request, caller });
      if (request.query.includes('forbidden')) {
        return Promise.resolve({
          ok: false,
          errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access forbidden on type Subscription' }],
        });
      }
      return Promise.resolve({
        ok: true,
        registration: {
          subscriptionField: 'onTick',
          mutations: ['publishTick'],
          argumentFilter: request.variables ?? {},
          toPayload: (event) => Promise.resolve({ data: { onTick: event.result } }),
          ...registration,
        },
      });
    },
    onMutation: (listener) => void mutationListeners.push(listener),
    onInvalidation: (listener) => void invalidationListeners.push(listener),
  };
  return {
    executor,
    registered,
    publish: (result: Record<string, unknown>, fieldName = 'publishTick') =>
      mutationListeners.forEach((listener) => listener({ fieldName, result })),
    invalidate: (payload: unknown, subscriptionField = 'onTick') =>
      invalidationListeners.forEach((listener) => listener({ subscriptionField, payload })),
  };
}

export interface FrontDoorOptions {
  readonly folder?: string;
  readonly registration?: Partial<Registration>;
  readonly keepAliveMs?: number;
  readonly maxBufferedBytes?: number;
  readonly lambda?: LambdaRuntime;
  readonly userPool?: UserPool;
}

/** Sign-in, GraphQL and realtime on one free port, as the sandbox composes them, around a hand-made executor. */
export async function startFrontDoor(options: FrontDoorOptions = {}) {
  const clock = createClock();
  const lambda = options.lambda ?? NO_LAMBDA;
  const messages: CognitoMessage[] = [];
  const logs: string[] = [];
  const credentials = createCredentialStore({ seed: 'test' });
  const folder = options.folder === undefined ? {} : { folder: options.folder };
  const cognito = createCognitoIdp({
    userPools: [options.userPool ?? USER_POOL],
    ...folder,
    clock,
    region: REGION,
    lambda,
    deliver: (message) => void messages.push(message),
  });
  const identity = createCognitoIdentity({
    identityPools: [IDENTITY_POOL],
    userPools: cognito.keys,
    credentials,
    ...folder,
    clock,
    region: REGION,
  });
  const authenticate = createAuthenticator({
    api: API,
    userPools: cognito.keys,
    credentials,
    roles: [AUTH_ROLE, UNAUTH_ROLE],
    lambda,
    clock,
    accountId: ACCOUNT,
    region: REGION,
    log: (line) => void logs.push(line),
  });
  const fake = createFakeExecutor(options.registration);
  const realtime = createRealtime({
    executor: fake.executor,
    authenticate,
    clock,
    gate: createFrontGate([]),
    log: (line) => void logs.push(line),
    ...(options.keepAliveMs === undefined ? {} : { keepAliveMs: options.keepAliveMs }),
    ...(options.maxBufferedBytes === undefined ? {} : { maxBufferedBytes: options.maxBufferedBytes }),
  });

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const headers = flatten(request);
      void (async () => {
        if (request.url === '/graphql') {
          const parsed = JSON.parse(body.toString()) as { query: string };
          const outcome = await authenticate(
            { method: 'POST', path: '/graphql', headers, body: body.toString(), sourceIp: '127.0.0.1' },
            { query: parsed.query, requestId: 'r1' },
          );
          const answer = outcome.ok
            ? await fake.executor.execute({ query: parsed.query, headers }, outcome.caller)
            : { errors: [{ errorType: outcome.errorType, message: outcome.message }] };
          response.writeHead(outcome.ok ? 200 : outcome.status, { 'content-type': 'application/json' });
          response.end(JSON.stringify(answer));
          return;
        }
        const service = headers['x-amz-target']?.startsWith('AWSCognitoIdentityService.') ? identity : cognito;
        const aws: AwsRequest = {
          service: service === identity ? 'cognito-identity' : 'cognito-idp',
          method: request.method ?? 'POST',
          path: request.url ?? '/',
          query: new URLSearchParams(),
          headers,
          body,
          principal: null,
        };
        const answer = await service.handle(aws);
        response.writeHead(answer.status, answer.headers);
        response.end(answer.body);
      })();
    });
  });
  server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    clock,
    cognito,
    identity,
    credentials,
    authenticate,
    realtime,
    fake,
    messages,
    logs,
    async stop() {
      await realtime.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export type FrontDoor = Awaited<ReturnType<typeof startFrontDoor>>;

function flatten(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
