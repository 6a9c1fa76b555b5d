/** The JavaScript world resolver modules run in: ECMAScript builtins only, none of Node's, and not all of them. */
import { createContext, Script, type Context } from 'node:vm';
import { MISSING_GLOBALS } from './language-subset.ts';
import { REFUSED_OF_ARRAYS, REFUSED_OF_TEXT, REFUSED_STATIC } from './refused-methods.ts';

let shared: Context | undefined;

function realm(): Context {
  if (shared) return shared;
  const created = createContext(
    {},
    {
      name: 'APPSYNC_JS',
      codeGeneration: { strings: false, wasm: false },
    },
  );
  const removed = [...MISSING_GLOBALS, 'Date'].map((name) => `delete this[${JSON.stringify(name)}];`);
  // What a check of the text cannot see (`text[name]()`) is not there either.
  const owners: Readonly<Record<string, readonly string[]>> = {
    ...REFUSED_STATIC,
    'String.prototype': REFUSED_OF_TEXT,
    'Array.prototype': REFUSED_OF_ARRAYS,
  };
  for (const [owner, names] of Object.entries(owners))
    for (const name of names) removed.push(`delete ${owner}.${name};`);
  new Script(removed.join('')).runInContext(created);
  shared = created;
  return created;
}

export type ModuleFactory = (modules: object, globals: object) => unknown;

function isFactory(value: unknown): value is ModuleFactory {
  return typeof value === 'function';
}

/**
 * Makes a strict function of a module's body (nested, because a module may import `util`, which is also a global). One realm serves all modules: APPSYNC_JS has no syntax by which one
 * module could reach another, and a realm each would cost a megabyte.
 */
export function makeFactory(body: string, source: string): ModuleFactory {
  const script = new Script(
    `'use strict'; (function (modules, { util, extensions, runtime, console }) { return (function () { ${body}\n})(); })`,
    {
      filename: source,
    },
  );
  const factory: unknown = script.runInContext(realm());
  if (!isFactory(factory)) throw new TypeError(`${source} did not compile to a function.`);
  return factory;
}
