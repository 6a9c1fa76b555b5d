import type { EvaluationEffects, EvaluatorOptions, ResolverContext } from '../contract.ts';
import type { Run } from '../builtins/run.ts';

/** Where a statement leaves the flow: on to the next, out of the loop, or out of the template. */
export type Flow = 'next' | 'break' | 'return';

/** A compiled value. */
export type Evaluate = (run: VtlRun) => unknown;

/** A compiled statement: it writes to `run.output`. */
export type Execute = (run: VtlRun) => Flow;

/** State of one rendering of one template. */
export class VtlRun implements Run {
  output = '';
  returned: unknown = null;
  readonly variables = new Map<string, unknown>();

  constructor(
    readonly context: ResolverContext,
    readonly effects: EvaluationEffects,
    readonly options: EvaluatorOptions,
  ) {}
}
