import type { GraphQLResolveInfo } from 'graphql';
import type { Caller } from '../auth/contract.ts';
import type { GraphqlError } from './contract.ts';

/** The part of graphql-js's info that field resolution needs; subscriptions build it without an execution. */
export type FieldInfo = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'parentType' | 'fragments' | 'variableValues' | 'path'
>;

/** What one GraphQL request carries through all its fields. */
export interface RequestScope {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
  /** `payload`: the selection set is read off an event, and no resolver runs. */
  readonly mode: 'execute' | 'payload';
  readonly appendedErrors: GraphqlError[];
  readonly invalidations: { readonly subscriptionField: string; readonly payload: unknown }[];
  readonly responseHeaders: Record<string, string>;
  resolverCalls: number;
}

export function createRequestScope(
  caller: Caller,
  headers: Readonly<Record<string, string>>,
  mode: RequestScope['mode'],
): RequestScope {
  return { caller, headers, mode, appendedErrors: [], invalidations: [], responseHeaders: {}, resolverCalls: 0 };
}
