import type { EvaluationEffects, EvaluatorOptions, ResolverContext } from '../contract.ts';

/** What a utility may see and touch during one evaluation of one template or handler. */
export interface Run {
  readonly context: ResolverContext;
  readonly effects: EvaluationEffects;
  readonly options: EvaluatorOptions;
}

/** One `util.*` or `extensions.*` operation, shared by both resolver languages. */
export type UtilFunction = (run: Run, ...args: readonly unknown[]) => unknown;

/** Operations by their name below the namespace: `toJson`, `time.nowISO8601`, ... */
export type UtilCatalogue = Readonly<Record<string, UtilFunction>>;
