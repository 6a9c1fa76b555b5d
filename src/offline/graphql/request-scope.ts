import type { Caller } from '../auth/contract.ts';
import type { EvaluationEffects } from '../resolvers/contract.ts';
import type { GraphqlError } from './contract.ts';
import { REQUEST_LIMIT_MS, type RequestDeadline, startRequestDeadline } from './request-deadline.ts';

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
  registered?: {
    readonly args: Readonly<Record<string, unknown>>;
    readonly effects: EvaluationEffects;
    /** Its value came of a resolver, and must suit the field's type. */
    readonly isResolved: boolean;
  };
  readonly appendedErrors: GraphqlError[];
  readonly invalidations: { readonly subscriptionField: string; readonly payload: unknown }[];
  readonly responseHeaders: Record<string, string>;
  readonly deadline: RequestDeadline;
  resolverCalls: number;
}

export function createRequestScope(
  caller: Caller,
  headers: Readonly<Record<string, string>>,
  mode: RequestScope['mode'],
  limitMs = REQUEST_LIMIT_MS,
): RequestScope {
  return {
    caller,
    headers,
    mode,
    appendedErrors: [],
    invalidations: [],
    responseHeaders: {},
    deadline: startRequestDeadline(limitMs),
    resolverCalls: 0,
  };
}
