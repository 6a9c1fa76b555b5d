import { execute, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { GraphqlApi } from '../assembly/resources.ts';
import type { Caller } from '../auth/contract.ts';
import type { Clock } from '../clock.ts';
import type { CompileJs, CompileVtl, EvaluatorOptions } from '../resolvers/contract.ts';
import type { DynamoDb, LambdaRuntime } from '../services/contract.ts';
import { buildSchema } from './build-schema.ts';
import { coerceVariables } from './coerce-variables.ts';
import { createCodeCompiler } from './compile-code.ts';
import type { GraphqlError, GraphqlExecutor, GraphqlRequest, GraphqlResponse, MutationEvent } from './contract.ts';
import { formatError } from './format-error.ts';
import { mutationEvents } from './mutation-events.ts';
import { createDocumentCache, type PreparedDocument } from './prepare-document.ts';
import { registerSubscription } from './register-subscription.ts';
import { createRequestScope } from './request-scope.ts';
import { createResolverTable } from './resolver-table.ts';
import { selectOperation } from './select-operation.ts';
import { subscribedMutations } from './subscribed-mutations.ts';
import { wireFields } from './wire-fields.ts';

export interface ExecutorOptions {
  readonly api: GraphqlApi;
  readonly compileVtl: CompileVtl;
  readonly compileJs: CompileJs;
  readonly dynamodb: DynamoDb;
  readonly lambda: LambdaRuntime;
  readonly clock: Clock;
  readonly region: string;
  readonly onEvaluate?: (source: string) => void;
  /** How long a request may take; AppSync's 30 s unless a test is in a hurry. */
  readonly requestLimitMs?: number;
  /** Told of failures that are bugs, not answers; clients see only that something failed. */
  readonly onInternalError?: (error: Error) => void;
}

type Prepared = PreparedDocument & { readonly ok: true };
type Started =
  | {
      readonly ok: true;
      readonly prepared: Prepared;
      readonly operation: OperationDefinitionNode;
      readonly variables: Record<string, unknown>;
    }
  | { readonly ok: false; readonly errors: readonly GraphqlError[] };

/** Executes an AppSync API: its schema, its authorization, its resolvers and its data sources. */
export function createExecutor(options: ExecutorOptions): GraphqlExecutor {
  const { api, onEvaluate } = options;
  const onInternalError = options.onInternalError ?? reportInternalError;
  const evaluator: EvaluatorOptions = {
    clock: options.clock,
    region: options.region,
    ...(onEvaluate && { onEvaluate }),
  };
  const schema = buildSchema(api.schema);
  const compile = createCodeCompiler(options.compileVtl, options.compileJs, evaluator);
  wireFields(schema, api, createResolverTable(api, compile, options.dynamodb, options.lambda));
  const mutationsOf = subscribedMutations(schema);
  const subscribed = new Set([...mutationsOf.values()].flat());
  const prepare = createDocumentCache(schema, api);
  const mutationListeners: ((event: MutationEvent) => void)[] = [];
  const invalidationListeners: Parameters<GraphqlExecutor['onInvalidation']>[0][] = [];

  return {
    async execute(request, caller) {
      const started = start(request, schema, prepare);
      if (!started.ok) return { data: null, errors: started.errors };
      if (started.operation.operation === 'subscription') {
        const message = 'Subscriptions are served over the realtime WebSocket endpoint, not over HTTP.';
        return { data: null, errors: [{ errorType: 'UnsupportedOperation', message }] };
      }
      return run(started, request, caller);
    },
    async register(request, caller) {
      const started = start(request, schema, prepare);
      if (!started.ok) return started;
      const { prepared, operation } = started;
      if (operation.operation !== 'subscription') {
        const message = `Only subscriptions can be started over the realtime endpoint; this is a ${operation.operation}.`;
        return { ok: false, errors: [{ errorType: 'UnsupportedOperation', message }] };
      }
      return registerSubscription({ schema, mutationsOf, onInternalError }, prepared, operation, request, caller);
    },
    onMutation: (listener) => void mutationListeners.push(listener),
    onInvalidation: (listener) => void invalidationListeners.push(listener),
  };

  async function run(
    started: Started & { ok: true },
    request: GraphqlRequest,
    caller: Caller,
  ): Promise<GraphqlResponse> {
    const { prepared, operation, variables } = started;
    const scope = createRequestScope(caller, request.headers, 'execute', options.requestLimitMs);
    const result = await execute({
      schema,
      document: prepared.document,
      operationName: operation.name?.value,
      contextValue: scope,
      variableValues: request.variables,
    });
    scope.deadline.clear();
    const formatted = (result.errors ?? []).map((error) => formatError(error, schema, onInternalError));
    const errors = [...formatted, ...scope.appendedErrors];
    const data = result.data ?? null;
    const response: GraphqlResponse = {
      data,
      ...(errors.length > 0 && { errors }),
      ...(Object.keys(scope.responseHeaders).length > 0 && { responseHeaders: scope.responseHeaders }),
    };
    if (operation.operation === 'mutation' && data !== null && mutationListeners.length > 0) {
      const isSubscribed = (fieldName: string) => subscribed.has(fieldName);
      for (const event of mutationEvents(schema, prepared, operation, variables, data, isSubscribed)) {
        for (const listener of mutationListeners) listener(event);
      }
    }
    for (const invalidation of scope.invalidations)
      for (const listener of invalidationListeners) listener(invalidation);
    return response;
  }
}

function start(request: GraphqlRequest, schema: GraphQLSchema, prepare: (query: string) => PreparedDocument): Started {
  const prepared = prepare(request.query);
  if (!prepared.ok) return prepared;
  const selected = selectOperation(prepared.operations, request.operationName);
  if (!selected.ok) return { ok: false, errors: [selected.error] };
  const coerced = coerceVariables(schema, selected.operation, request.variables ?? {});
  if (!coerced.ok) return coerced;
  return { ok: true, prepared, operation: selected.operation, variables: coerced.variables };
}

function reportInternalError(error: Error): void {
  process.stderr.write(`GraphQL: internal failure\n${error.stack ?? error.message}\n`);
}
