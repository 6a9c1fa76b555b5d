import { type DataSource, isRecord, mappingTemplateError } from '../data-sources/index.ts';
import { type Evaluation, type EvaluationEffects, type ResolverContext, ResolverError } from '../resolvers/contract.ts';
import type { Handlers } from './compile-code.ts';

/** A unit resolver, or one function of a pipeline: request handler, data source, response handler. */
export interface Step {
  readonly key: string;
  readonly handlers: () => Handlers;
  readonly dataSource: DataSource;
  readonly maxBatchSize: number;
}

/** Before this version a failing data source ended the field, and a null result skipped the response template. */
const LEGACY_VERSION = '2017-02-28';

export async function resolveStep(
  step: Step,
  context: ResolverContext,
  effects: EvaluationEffects,
  batchScope: object,
): Promise<Evaluation> {
  const { request, response } = step.handlers();
  context.result = null;
  context.error = undefined;
  const requested = request?.(context, effects);
  if (requested?.kind === 'early-return') return requested;
  const document = requested === undefined ? directLambdaDocument(step, context) : (requested.value ?? {});
  if (!isRecord(document)) {
    throw mappingTemplateError(
      `The request handler of ${step.key} must produce an object; it produced ${typeof document}.`,
    );
  }
  const outcome = await step.dataSource.invoke(document, {
    batchKey: step.key,
    batchScope,
    maxBatchSize: step.maxBatchSize,
  });
  const isLegacy = document['version'] === LEGACY_VERSION;
  if (!outcome.ok && (isLegacy || response === undefined)) {
    throw new ResolverError({
      message: outcome.error.message,
      errorType: outcome.error.type,
      data: outcome.result,
      errorInfo: null,
    });
  }
  if (response === undefined || (isLegacy && outcome.result == null)) return { kind: 'value', value: outcome.result };
  context.result = outcome.result;
  context.error = outcome.ok ? undefined : outcome.error;
  return response(context, effects);
}

/** Without a request handler a Lambda data source receives the whole context ("direct Lambda resolver"). */
function directLambdaDocument(step: Step, context: ResolverContext): Record<string, unknown> {
  const { arguments: args, source, identity, request, info, prev, stash } = context;
  return {
    operation: step.maxBatchSize > 0 ? 'BatchInvoke' : 'Invoke',
    payload: { arguments: args, source, identity, request, info, prev: prev ?? null, stash },
  };
}
