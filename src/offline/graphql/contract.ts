/** The seam between the GraphQL executor and its two front doors: HTTP and realtime. */
import type { Caller } from '../auth/contract.ts';
import type { SubscriptionFilter } from '../resolvers/contract.ts';

export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface GraphqlError {
  readonly message: string;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly data?: unknown;
  /** Null for errors of validation, which concern no field of the answer. */
  readonly path?: readonly (string | number)[] | null;
  readonly locations?: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
}

export interface GraphqlResponse {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly GraphqlError[];
  /** Headers set by `util.http.addResponseHeader`. */
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** What a mutation's result means for subscribers: told after the mutation's response was built. */
export interface MutationEvent {
  readonly fieldName: string;
  /** What the mutation returned (an object, a list or a scalar), restricted to the fields its caller selected, as AppSync does. */
  readonly result: unknown;
}

export interface Registration {
  readonly subscriptionField: string;
  /** Mutations of the field's `@aws_subscribe`. */
  readonly mutations: readonly string[];
  /** Basic filter: arguments of the subscription field which are equal in the payload. Not used when `filter` is set. */
  readonly argumentFilter: Readonly<Record<string, unknown>>;
  readonly filter?: SubscriptionFilter;
  readonly invalidationFilter?: SubscriptionFilter;
  /** Executes the subscription's selection set over one payload. */
  readonly toPayload: (event: MutationEvent) => Promise<GraphqlResponse>;
}

export interface GraphqlExecutor {
  execute(request: GraphqlRequest, caller: Caller): Promise<GraphqlResponse>;
  /** Runs the subscription's resolver (authorization and filters live there). */
  register(
    request: GraphqlRequest,
    caller: Caller,
  ): Promise<
    | { readonly ok: true; readonly registration: Registration }
    | { readonly ok: false; readonly errors: readonly GraphqlError[] }
  >;
  /** The realtime side listens here. */
  onMutation(listener: (event: MutationEvent) => void): void;
  onInvalidation(listener: (event: { readonly subscriptionField: string; readonly payload: unknown }) => void): void;
}
