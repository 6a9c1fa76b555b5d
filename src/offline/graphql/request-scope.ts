import type { Caller } from '../auth/contract.ts';
import type { EvaluationEffects } from '../resolvers/contract.ts';
import type { GraphqlError } from './contract.ts';

/** What one GraphQL request carries through all its fields. */
export interface RequestScope {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * `register`: a subscription's own resolver runs for its effects, and nothing below it.
   * `payload`: the selection set is read off an event, and no resolver runs.
   */
  readonly mode: 'execute' | 'register' | 'payload';
  /** Set in mode `register` once the subscription's field was reached and its resolver succeeded. */
  registered?: { readonly args: Readonly<Record<string, unknown>>; readonly effects: EvaluationEffects };
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
