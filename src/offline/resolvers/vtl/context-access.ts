/** `$ctx` and `$context`: the resolver context under the names VTL knows. */
import type { JsonMap } from '../builtins/values.ts';
import { TemplateError } from './template-error.ts';
import type { VtlRun } from './vtl-run.ts';

const KEYS = [
  ...[
    'arguments',
    'args',
    'identity',
    'source',
    'result',
    'error',
    'prev',
    'request',
    'info',
    'stash',
    'env',
    'outErrors',
  ],
];

/** One part of the context, without building the others. */
export function contextPart(run: VtlRun, key: string): unknown {
  const { context } = run;
  switch (key) {
    case 'args':
    case 'arguments':
      return context.arguments;
    case 'identity':
      return context.identity;
    case 'source':
      return context.source;
    case 'result':
      return context.result;
    case 'error':
      return context.error;
    case 'prev':
      return context.prev;
    case 'request':
      return context.request;
    case 'info':
      return context.info;
    case 'stash':
      return context.stash;
    case 'env':
      return context.env;
    case 'outErrors':
      return run.effects.appendedErrors;
    default:
      return undefined;
  }
}

/** The context as one map, for `$util.toJson($ctx)` and the like. Its parts are the context's own objects. */
export function contextAsMap(run: VtlRun): JsonMap {
  const map: JsonMap = {};
  for (const key of KEYS) map[key] = contextPart(run, key) ?? null;
  return map;
}

/** `#set($ctx.result = ...)`; the other parts are changed through their own methods. */
export function assignContextPart(run: VtlRun, key: string, value: unknown): void {
  if (key !== 'result')
    throw new TemplateError(`#set($ctx.${key} = ...) is not supported: $ctx.${key} cannot be replaced.`);
  run.context.result = value;
}
