/** `util`, `extensions`, `runtime` and `console` as one module sees them, bound to the evaluation that is running. */
import { utilCatalogue } from '../builtins/catalogue.ts';
import { extensionCatalogue } from '../builtins/extensions.ts';
import type { Run, UtilCatalogue } from '../builtins/run.ts';
import { earlyReturn } from './early-return.ts';

/** Operations that exist in VTL only: in JavaScript the language has them. */
const VTL_ONLY = new Set([
  ...[
    'toJson',
    'parseJson',
    'validate',
    'isNull',
    'isNullOrEmpty',
    'isNullOrBlank',
    'defaultIfNull',
    'defaultIfNullOrEmpty',
  ],
  ...['defaultIfNullOrBlank', 'isString', 'isNumber', 'isBoolean', 'isList', 'isMap', 'typeOf'],
  ...[
    'map.copyAndRetainAllKeys',
    'map.copyAndRemoveAllKeys',
    'list.copyAndRetainAll',
    'list.copyAndRemoveAll',
    'list.sortList',
  ],
  ...['str.toUpper', 'str.toLower', 'str.toReplace'],
]);

export type Log = (level: 'log' | 'error', values: readonly unknown[]) => void;

type Namespace = Record<string, unknown>;

function bind(catalogue: UtilCatalogue, currentRun: () => Run): Namespace {
  const root: Namespace = {};
  const namespaces = new Map<string, Namespace>();
  for (const [path, operation] of Object.entries(catalogue)) {
    if (VTL_ONLY.has(path)) continue;
    const call = (...args: readonly unknown[]): unknown => {
      const result = operation(currentRun(), ...args);
      // VTL prints the result, so void operations give '' there; in JavaScript they give undefined.
      return result === '' && VOID.has(path) ? undefined : result;
    };
    const [first = '', second] = path.split('.');
    if (second === undefined) {
      root[first] = call;
      continue;
    }
    const namespace = namespaces.get(first) ?? {};
    namespaces.set(first, namespace);
    root[first] = namespace;
    namespace[second] = call;
  }
  return root;
}

const VOID = new Set([
  'appendError',
  'http.addResponseHeader',
  'http.addResponseHeaders',
  ...Object.keys(extensionCatalogue),
]);

/** Frozen all the way down, so that one handler cannot change another's. */
function freeze(object: Namespace): Namespace {
  for (const value of Object.values(object)) if (typeof value === 'object' && value !== null) Object.freeze(value);
  return Object.freeze(object);
}

/** Everything a module may use without importing it; `@aws-appsync/utils` exports the same objects. */
export function createModuleGlobals(currentRun: () => Run, log: Log): Namespace {
  return freeze({
    util: freeze(bind(utilCatalogue, currentRun)),
    extensions: freeze(bind(extensionCatalogue, currentRun)),
    runtime: Object.freeze({ earlyReturn }),
    console: Object.freeze({
      log: (...values: readonly unknown[]) => log('log', values),
      error: (...values: readonly unknown[]) => log('error', values),
    }),
  });
}
