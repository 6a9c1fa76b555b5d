/**
 * The seam between the GraphQL executor and the two resolver languages (VTL and APPSYNC_JS).
 * An evaluator turns template text into a callable once; calling it never re-parses.
 */
import type { TemplateText } from '../assembly/resources.ts';
import type { Identity } from '../auth/identity.ts';
import type { Clock } from '../clock.ts';

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
export interface ResolverContext {
  readonly arguments: Record<string, unknown>;
  readonly source: unknown;
  readonly identity: Identity | null;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly domainName: string | null };
  readonly info: {
    readonly fieldName: string;
    readonly parentTypeName: string;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly selectionSetList: readonly string[];
    readonly selectionSetGraphQL: string;
  };
  /** Shared by the functions of one pipeline run; mutated by them. */
  readonly stash: Record<string, unknown>;
  readonly env: Readonly<Record<string, string>>;
  /** Result of the previous function of the pipeline. */
  prev: { result: unknown } | undefined;
  /** Result of the data source; only for response handlers. */
  result: unknown;
  /** Error of the data source; only for response handlers. */
  error: { readonly message: string; readonly type: string } | undefined;
  /** Arguments given to `#return` etc. are not here; see `Evaluation`. */
}

/** An error as it appears in the GraphQL response. */
export interface ResolverErrorFields {
  readonly message: string;
  /** Null when `util.error` was given none. */
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

/** Thrown by `util.error` / `util.unauthorized` and by data sources: ends the field with this error. */
export class ResolverError extends Error {
  override readonly name = 'ResolverError';
  constructor(readonly fields: ResolverErrorFields) {
    super(fields.message);
  }
}

/** One filter of an enhanced subscription filter: groups are OR-ed, filters in a group AND-ed. */
export interface SubscriptionFilter {
  readonly filterGroup: readonly {
    readonly filters: readonly { readonly fieldName: string; readonly operator: string; readonly value: unknown }[];
  }[];
}

/** Everything a handler did besides returning a value. Collected per evaluation. */
export interface EvaluationEffects {
  /** `util.appendError`: the field still returns data. */
  readonly appendedErrors: ResolverErrorFields[];
  subscriptionFilter?: SubscriptionFilter;
  subscriptionInvalidationFilter?: SubscriptionFilter;
  readonly invalidations: { readonly subscriptionField: string; readonly payload: unknown }[];
  readonly responseHeaders: Record<string, string>;
}

export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown }
  /** `#return` in VTL, `runtime.earlyReturn` in JS: the data source is skipped. In a pipeline function it ends that function only. */
  | {
      readonly kind: 'early-return';
      readonly value: unknown;
      /** `runtime.earlyReturn(value, { skipTo: 'END' })`: the rest of the pipeline is skipped too. */
      readonly skipTo?: 'END' | 'NEXT';
    };

export type Handler = (context: ResolverContext, effects: EvaluationEffects) => Evaluation;

export interface EvaluatorOptions {
  readonly clock: Clock;
  readonly region: string;
  /** Told once per evaluation of a template's `source`: how tests measure that every resolver ran. */
  readonly onEvaluate?: (source: string) => void;
  /** Told what a JS handler writes to `console.log` and `console.error`. Values may hold personal data. */
  readonly onLog?: (entry: {
    readonly source: string;
    readonly level: 'log' | 'error';
    readonly values: readonly unknown[];
  }) => void;
}

/** A VTL mapping template. The value is the parsed JSON of the rendered text (empty text is an error, as in AppSync). */
export type CompileVtl = (template: TemplateText, options: EvaluatorOptions) => Handler;

/** A JS module exporting `request` and `response`. A missing `response` returns `ctx.result`. */
export type CompileJs = (
  code: TemplateText,
  options: EvaluatorOptions,
) => { readonly request: Handler; readonly response: Handler };
