import type { ExpressionNode } from 'amplify-velocity-template';
import type { EvaluationEffects, EvaluatorOptions, ResolverContext } from '../contract.ts';
import type { Run } from '../builtins/run.ts';

/** Where a statement leaves the flow: on to the next, out of the loop, or out of the template. */
export type Flow = 'next' | 'break' | 'return';

/** A compiled value. */
export type Evaluate = (run: VtlRun) => unknown;

/**
 * Compiles an expression. Whoever compiles a part of the grammar that holds expressions is handed this, because an
 * expression holds every such part: modules that imported each other would be a circle.
 */
export type CompileExpression = (node: ExpressionNode) => Evaluate;

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
