import type { AuthMode, GraphqlApi, Resolver } from '../../../../src/offline/assembly/resources.ts';
import type { Caller } from '../../../../src/offline/auth/contract.ts';
import type { CognitoIdentity } from '../../../../src/offline/auth/identity.ts';
import type { GraphqlExecutor } from '../../../../src/offline/graphql/contract.ts';
import { createExecutor, type ExecutorOptions } from '../../../../src/offline/graphql/index.ts';
import type { EvaluationEffects, Handler, ResolverContext } from '../../../../src/offline/resolvers/contract.ts';

/** A handler written in the test; what it returns is the value unless it is already an evaluation. */
export type FakeHandler = (context: ResolverContext, effects: EvaluationEffects) => unknown;

export interface FakeStep {
  readonly request?: FakeHandler;
  readonly response?: FakeHandler;
  readonly dataSource?: string;
  readonly maxBatchSize?: number;
}

export interface FakeResolver extends FakeStep {
  readonly functions?: readonly FakeStep[];
  readonly runtime?: 'VTL' | 'APPSYNC_JS';
}

export interface FakeApiOptions {
  readonly schema: string;
  readonly resolvers?: Readonly<Record<string, FakeResolver>>;
  readonly defaultMode?: AuthMode;
  readonly api?: Partial<GraphqlApi>;
  readonly executor?: Partial<ExecutorOptions>;
}

export const EARLY = Symbol('early return');

/** An executor over an API whose templates are functions of the test. */
export function fakeExecutor(options: FakeApiOptions): GraphqlExecutor {
  const handlers = new Map<string, FakeHandler>();
  const template = (handler: FakeHandler | undefined, source: string) => {
    if (handler === undefined) return undefined;
    handlers.set(source, handler);
    return { text: source, source };
  };
  const codeOf = (step: FakeStep, source: string, runtime: 'VTL' | 'APPSYNC_JS' = 'VTL'): Resolver['code'] => {
    const request = template(step.request, `${source}.request`);
    const response = template(step.response, `${source}.response`);
    if (runtime === 'APPSYNC_JS') return { runtime, code: { text: source, source } };
    return { runtime: 'VTL', ...(request && { request }), ...(response && { response }) };
  };
  const functions: GraphqlApi['functions'][number][] = [];
  const resolvers = Object.entries(options.resolvers ?? {}).map(([key, resolver]): Resolver => {
    const [typeName = '', fieldName = ''] = key.split('.');
    const functionIds = (resolver.functions ?? []).map((step, index) => {
      const id = `${key}.${index}`;
      functions.push({
        id,
        name: id,
        dataSourceName: step.dataSource ?? 'none',
        code: codeOf(step, id),
        maxBatchSize: step.maxBatchSize ?? 0,
      });
      return id;
    });
    return {
      typeName,
      fieldName,
      kind: resolver.functions === undefined ? 'UNIT' : 'PIPELINE',
      ...(resolver.functions === undefined && { dataSourceName: resolver.dataSource ?? 'none' }),
      functionIds,
      code: codeOf(resolver, key, resolver.runtime),
      maxBatchSize: resolver.maxBatchSize ?? 0,
    };
  });
  const run = (source: string): Handler => {
    const handler = handlers.get(source);
    if (handler === undefined) throw new Error(`No handler ${source}.`);
    return (context, effects) => evaluationOf(handler(context, effects));
  };
  return createExecutor({
    api: {
      id: 'api',
      arn: 'arn:aws:appsync:us-east-1:123456789012:apis/api',
      name: 'fake',
      schema: options.schema,
      defaultAuth: { mode: options.defaultMode ?? 'API_KEY' },
      additionalAuth: [],
      apiKeys: [],
      dataSources: [
        { type: 'NONE', name: 'none' },
        { type: 'AWS_LAMBDA', name: 'lambda', functionArn: 'arn:lambda' },
        { type: 'AMAZON_DYNAMODB', name: 'table', tableName: 'Table' },
        { type: 'UNSUPPORTED', name: 'web', actualType: 'HTTP' },
      ],
      functions,
      resolvers,
      introspectionDisabled: false,
      environmentVariables: { STAGE: 'test' },
      ...options.api,
    },
    compileVtl: (text) => run(text.source),
    compileJs: (code) => ({ request: run(`${code.source}.request`), response: run(`${code.source}.response`) }),
    dynamodb: { call: async (operation) => Promise.reject(new Error(`No store in this test (${operation}).`)) },
    lambda: {
      invoke: async () => Promise.reject(new Error('No functions in this test.')),
      stop: async () => undefined,
    },
    clock: { now: () => 0 },
    region: 'us-east-1',
    ...options.executor,
  });
}

function evaluationOf(value: unknown): ReturnType<Handler> {
  if (Array.isArray(value) && value[0] === EARLY) {
    const skipTo: unknown = value[2];
    return { kind: 'early-return', value: value[1], ...(skipTo === 'END' && { skipTo }) };
  }
  return { kind: 'value', value: value ?? null };
}

export const apiKeyCaller: Caller = { mode: 'API_KEY', identity: null, deniedFields: [], mayAccessField: () => false };

export function cognitoCaller(groups: readonly string[] | null, strategy: 'ALLOW' | 'DENY' = 'ALLOW'): Caller {
  const identity: CognitoIdentity = {
    sub: 'sub',
    issuer: 'issuer',
    username: 'someone',
    claims: {},
    sourceIp: ['127.0.0.1'],
    defaultAuthStrategy: strategy,
    groups,
  };
  return { mode: 'AMAZON_COGNITO_USER_POOLS', identity, deniedFields: [], mayAccessField: () => false };
}

export function callerOf(mode: AuthMode, overrides: Partial<Caller> = {}): Caller {
  return { mode, identity: null, deniedFields: [], mayAccessField: () => true, ...overrides };
}
