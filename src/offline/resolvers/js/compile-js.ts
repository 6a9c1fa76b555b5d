import { parse, type Program } from 'acorn';
import { ResolverError, type CompileJs, type EvaluatorOptions, type Handler } from '../contract.ts';
import type { Run } from '../builtins/run.ts';
import { isMap } from '../builtins/values.ts';
import { AVAILABLE_MODULES, createModules } from './builtin-modules.ts';
import { checkModule } from './check-module.ts';
import { EarlyReturn } from './early-return.ts';
import { JsContext } from './js-context.ts';
import { linkModule } from './link-module.ts';
import { createModuleGlobals } from './module-globals.ts';
import { ResolverModuleError } from './module-error.ts';
import { makeFactory } from './sandbox-realm.ts';

type HandlerFunction = (context: JsContext) => unknown;

/** Which evaluation a module is in. Handlers are synchronous, so there is at most one. */
interface Current {
  run: Run | undefined;
}

/** Checks, links and loads a resolver module once. */
export const compileJs: CompileJs = (code, options) => {
  const { source, text } = code;
  const program = parseModule(text, source);
  checkModule(program, source);
  const linked = linkModule(program, text, source, AVAILABLE_MODULES);
  if (!linked.exports.includes('request')) {
    throw new ResolverModuleError(source, 1, 'the module does not export a request function.');
  }
  const current: Current = { run: undefined };
  const exported = instantiate(linked.body, source, current, options);
  return {
    request: handler('request', exported, source, current, options),
    response: handler('response', exported, source, current, options),
  };
};

function parseModule(text: string, source: string): Program {
  try {
    return parse(text, { ecmaVersion: 2022, sourceType: 'module', locations: true });
  } catch (cause) {
    const line = isMap(cause) && isMap(cause['loc']) ? Number(cause['loc']['line']) : 1;
    throw new ResolverModuleError(source, line, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function instantiate(
  body: string,
  source: string,
  current: Current,
  options: EvaluatorOptions,
): Record<string, unknown> {
  const currentRun = (): Run => {
    if (current.run) return current.run;
    throw new ResolverModuleError(source, 1, 'util, extensions and runtime cannot be called while the module loads.');
  };
  const globals = createModuleGlobals(currentRun, (level, values) => options.onLog?.({ source, level, values }));
  const exported = makeFactory(body, source)(createModules(globals), globals);
  if (!isMap(exported)) throw new TypeError(`${source} did not return its exports.`);
  return exported;
}

function isHandlerFunction(value: unknown): value is HandlerFunction {
  return typeof value === 'function';
}

function handler(
  name: 'request' | 'response',
  exported: Record<string, unknown>,
  source: string,
  current: Current,
  options: EvaluatorOptions,
): Handler {
  const call = exported[name];
  if (call === undefined) return (context) => ({ kind: 'value', value: context.result ?? null });
  if (!isHandlerFunction(call)) throw new ResolverModuleError(source, 1, `the export ${name} is not a function.`);
  return (context, effects) => {
    options.onEvaluate?.(source);
    const outer = current.run;
    current.run = { context, effects, options };
    try {
      return { kind: 'value', value: call(new JsContext(context)) ?? null };
    } catch (error) {
      if (error instanceof EarlyReturn) return { kind: 'early-return', value: error.value, skipTo: error.skipTo };
      throw asResolverError(error, source, name);
    } finally {
      current.run = outer;
    }
  };
}

/** AppSync answers a failure inside a handler with the type `Code`; the place makes it useful. */
function asResolverError(error: unknown, source: string, name: string): ResolverError {
  if (error instanceof ResolverError) return error;
  const message = isMap(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
  const stack = isMap(error) && typeof error['stack'] === 'string' ? error['stack'] : '';
  const place = stack.split('\n').find((line) => line.includes(`${source}:`));
  const line = place === undefined ? '' : (/:(\d+):\d+\)?$/.exec(place)?.[1] ?? '');
  const at = line === '' ? source : `${source}:${line}`;
  return new ResolverError({
    message: `Runtime Error in ${name} of ${at}: ${message}`,
    errorType: 'Code',
    data: null,
    errorInfo: null,
  });
}
