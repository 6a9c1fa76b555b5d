import { execute, type GraphQLSchema, Kind, type OperationDefinitionNode } from 'graphql';
import type { Caller } from '../auth/contract.ts';
import type { GraphqlError, GraphqlExecutor, GraphqlRequest, GraphqlResponse, Registration } from './contract.ts';
import { formatError } from './format-error.ts';
import type { PreparedDocument } from './prepare-document.ts';
import { createRequestScope } from './request-scope.ts';

interface Subscribing {
  readonly schema: GraphQLSchema;
  readonly mutationsOf: ReadonlyMap<string, readonly string[]>;
  readonly onInternalError: (error: Error) => void;
}

/**
 * Accepts or refuses a subscription: its field's authorization is checked and its resolver run once, for the filters it
 * may set; the value it returns is not used. Validation has seen to it that there is exactly one field.
 */
export async function registerSubscription(
  { schema, mutationsOf, onInternalError }: Subscribing,
  prepared: PreparedDocument & { readonly ok: true },
  operation: OperationDefinitionNode,
  request: GraphqlRequest,
  caller: Caller,
): ReturnType<GraphqlExecutor['register']> {
  const [selection] = operation.selectionSet.selections;
  const fieldName = selection?.kind === Kind.FIELD ? selection.name.value : undefined;
  if (fieldName === undefined) return refused('A subscription must select its field directly, not through a fragment.');
  const mutations = mutationsOf.get(fieldName) ?? [];
  if (mutations.length === 0) {
    return refused(`Subscription.${fieldName} has no @aws_subscribe mutations, so nothing would ever arrive.`);
  }
  const run = async (mode: 'register' | 'payload', rootValue: unknown) => {
    const scope = createRequestScope(caller, request.headers, mode);
    const { data, errors } = await execute({
      schema,
      document: prepared.document,
      operationName: operation.name?.value,
      rootValue,
      contextValue: scope,
      variableValues: request.variables,
    });
    scope.deadline.clear();
    const formatted = () => (errors ?? []).map((error) => formatError(error, schema, onInternalError));
    return { scope, data: data ?? null, formatted };
  };

  const { scope, formatted } = await run('register', null);
  if (scope.registered === undefined) return { ok: false, errors: formatted() };
  const { args, effects, isResolved } = scope.registered;
  const errors = isResolved ? formatted() : [];
  // Such as `{}` for a type whose id is required: AppSync completes the value like any other, and refuses the start.
  if (errors.length > 0) return { ok: false, errors };
  const { subscriptionFilter, subscriptionInvalidationFilter } = effects;
  const registration: Registration = {
    subscriptionField: fieldName,
    mutations,
    argumentFilter: args,
    ...(subscriptionFilter && { filter: subscriptionFilter }),
    ...(subscriptionInvalidationFilter && { invalidationFilter: subscriptionInvalidationFilter }),
    toPayload: async (event): Promise<GraphqlResponse> => {
      const payload = await run('payload', { [fieldName]: event.result });
      const errors = payload.formatted();
      return { data: payload.data, ...(errors.length > 0 && { errors }) };
    },
  };
  return { ok: true, registration };
}

function refused(message: string): { readonly ok: false; readonly errors: readonly GraphqlError[] } {
  return { ok: false, errors: [{ errorType: 'BadRequestException', message }] };
}
