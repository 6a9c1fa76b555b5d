import { getArgumentValues } from 'graphql/execution/values.js';
import { GraphQLError, type GraphQLSchema, type OperationDefinitionNode, execute } from 'graphql';
import type { Caller } from '../auth/contract.ts';
import { ResolverError } from '../resolvers/contract.ts';
import { collectFieldNodes } from './collect-field-nodes.ts';
import type { GraphqlError, GraphqlExecutor, GraphqlRequest, GraphqlResponse, Registration } from './contract.ts';
import { formatError } from './format-error.ts';
import type { PreparedDocument } from './prepare-document.ts';
import { createRequestScope, type FieldInfo } from './request-scope.ts';
import { notAuthorized, type WiredField } from './wire-fields.ts';

interface Subscribing {
  readonly schema: GraphQLSchema;
  readonly wired: ReadonlyMap<string, WiredField>;
  readonly mutationsOf: ReadonlyMap<string, readonly string[]>;
  readonly onInternalError: (error: Error) => void;
}

/**
 * Accepts or refuses a subscription: its field's authorization is checked and its resolver run once, for the filters it
 * may set; the value it returns is not used.
 */
export async function registerSubscription(
  { schema, wired, mutationsOf, onInternalError }: Subscribing,
  prepared: PreparedDocument & { ok: true },
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  request: GraphqlRequest,
  caller: Caller,
): ReturnType<GraphqlExecutor['register']> {
  const type = schema.getSubscriptionType();
  const entries = [...collectFieldNodes([operation.selectionSet], prepared.fragments, variables)];
  const [responseName, nodes] = entries[0] ?? [];
  const node = nodes?.[0];
  if (type == null || responseName === undefined || nodes === undefined || node === undefined || entries.length > 1) {
    return refused({ errorType: 'BadRequestException', message: 'A subscription must select exactly one field.' });
  }
  const fieldName = node.name.value;
  const field = type.getFields()[fieldName];
  const wiredField = wired.get(`${type.name}.${fieldName}`);
  const mutations = mutationsOf.get(fieldName) ?? [];
  if (field === undefined || wiredField === undefined || mutations.length === 0) {
    const message = `Subscription.${fieldName} has no @aws_subscribe mutations, so nothing would ever arrive.`;
    return refused({ errorType: 'BadRequestException', message });
  }
  const info: FieldInfo = {
    fieldName,
    fieldNodes: nodes,
    parentType: type,
    fragments: prepared.fragments,
    variableValues: variables,
    path: { prev: undefined, key: responseName, typename: type.name },
  };
  const scope = createRequestScope(caller, request.headers, 'execute');
  try {
    if (!wiredField.access(caller)) throw notAuthorized(type, fieldName);
    const args = getArgumentValues(field, node, variables);
    const outcome = await wiredField.run?.(null, args, scope, info);
    const { subscriptionFilter, subscriptionInvalidationFilter } = outcome?.effects ?? {};
    const registration: Registration = {
      subscriptionField: fieldName,
      mutations,
      argumentFilter: { ...args },
      ...(subscriptionFilter && { filter: subscriptionFilter }),
      ...(subscriptionInvalidationFilter && { invalidationFilter: subscriptionInvalidationFilter }),
      toPayload: async (event) => payload(fieldName, event.result),
    };
    return { ok: true, registration };
  } catch (error) {
    return refused(formatError(asGraphqlError(error, nodes, responseName), schema, onInternalError));
  }

  async function payload(name: string, result: Record<string, unknown>): Promise<GraphqlResponse> {
    if (!prepared.ok) throw new Error('A document that failed validation was registered.');
    const payloadScope = createRequestScope(caller, request.headers, 'payload');
    const { data, errors } = await execute({
      schema,
      document: prepared.document,
      operationName: operation.name?.value,
      rootValue: { [name]: result },
      contextValue: payloadScope,
      variableValues: request.variables,
    });
    return {
      data: data ?? null,
      ...(errors && { errors: errors.map((error) => formatError(error, schema, onInternalError)) }),
    };
  }
}

function refused(error: GraphqlError): { readonly ok: false; readonly errors: readonly GraphqlError[] } {
  return { ok: false, errors: [error] };
}

function asGraphqlError(error: unknown, nodes: FieldInfo['fieldNodes'], responseName: string): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const cause = error instanceof Error ? error : new ResolverError(unknownFields(error));
  return new GraphQLError(cause.message, nodes, null, null, [responseName], cause);
}

function unknownFields(error: unknown): ResolverError['fields'] {
  return { message: String(error), errorType: 'InternalFailure', data: null, errorInfo: null };
}
