import type { EvaluationEffects, ResolverContext } from '../resolvers/contract.ts';
import type { Handlers } from './compile-code.ts';
import { resolveStep, type Step } from './resolve-step.ts';

export type FieldResolver =
  | { readonly kind: 'UNIT'; readonly step: Step }
  | { readonly kind: 'PIPELINE'; readonly handlers: () => Handlers; readonly steps: readonly Step[] };

/** Runs a field's resolver and returns its value. https://docs.aws.amazon.com/appsync/latest/devguide/resolver-components.html */
export async function resolveField(
  resolver: FieldResolver,
  context: ResolverContext,
  effects: EvaluationEffects,
  batchScope: object,
): Promise<unknown> {
  if (resolver.kind === 'UNIT') return (await resolveStep(resolver.step, context, effects, batchScope)).value;

  const { runtime, request, response } = resolver.handlers();
  const before = request?.(context, effects) ?? { kind: 'value', value: {} };
  // `#return` ends a VTL resolver; `runtime.earlyReturn` skips to the resolver's own response handler.
  if (before.kind === 'early-return' && runtime === 'VTL') return before.value;
  context.prev = { result: before.value };
  if (before.kind === 'value') {
    for (const step of resolver.steps) {
      const evaluation = await resolveStep(step, context, effects, batchScope);
      context.prev = { result: evaluation.value };
      if (evaluation.kind === 'early-return' && evaluation.skipTo === 'END') break;
    }
  }
  context.result = context.prev.result;
  context.error = undefined;
  return response === undefined ? context.result : response(context, effects).value;
}

export function createEffects(): EvaluationEffects {
  return { appendedErrors: [], invalidations: [], responseHeaders: {} };
}
