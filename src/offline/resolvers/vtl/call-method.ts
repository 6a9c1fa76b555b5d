import { isList, isMap, isNull } from '../builtins/values.ts';
import { listMethods } from './list-methods.ts';
import { LoopState } from './loop-state.ts';
import { mapMethods } from './map-methods.ts';
import { numberMethods } from './number-methods.ts';
import { stringMethods } from './string-methods.ts';
import { TemplateError } from './template-error.ts';

/** Methods Java has and the sandbox has not, by type. */
const UNSUPPORTED: Readonly<Record<string, ReadonlySet<string>>> = {
  map: new Set([
    'compute',
    'computeIfAbsent',
    'computeIfPresent',
    'forEach',
    'merge',
    'replace',
    'replaceAll',
    'clone',
  ]),
  list: new Set([
    ...[
      'iterator',
      'listIterator',
      'stream',
      'sort',
      'toArray',
      'forEach',
      'removeIf',
      'replaceAll',
      'spliterator',
      'clone',
    ],
  ]),
  string: new Set([
    ...[
      'format',
      'join',
      'chars',
      'codePointAt',
      'codePointCount',
      'codePoints',
      'getBytes',
      'intern',
      'valueOf',
      'toCharArray',
    ],
    ...['regionMatches', 'repeat', 'strip', 'isBlank', 'lines', 'subSequence', 'contentEquals', 'compareToIgnoreCase'],
  ]),
  number: new Set([
    'byteValue',
    'shortValue',
    'valueOf',
    'toHexString',
    'isNaN',
    'isInfinite',
    'parseFloat',
    'compare',
  ]),
  boolean: new Set(['compareTo', 'valueOf', 'parseBoolean']),
};

/**
 * Calls a Java method on a value. On null, and on a type that has no such method in Java, the result is null: Velocity
 * has no other way, and Amplify's templates rely on it (`$ctx.source.owner.put(...)` of a list). A method that Java has
 * and the sandbox has not fails by name.
 */
export function callMethod(value: unknown, name: string, args: readonly unknown[]): unknown {
  if (isNull(value)) return null;
  if (value instanceof LoopState) return value.call(name);
  if (isMap(value)) return find(mapMethods, name, 'map')?.(value, args);
  if (isList(value)) return find(listMethods, name, 'list')?.(value, args);
  switch (typeof value) {
    case 'string':
      return find(stringMethods, name, 'string')?.(value, args);
    case 'number':
    case 'bigint':
      return find(numberMethods, name, 'number')?.(value, args);
    case 'boolean':
      return find(booleanMethods, name, 'boolean')?.(value, args);
    default:
      return null;
  }
}

const booleanMethods: Readonly<Record<string, (value: boolean, args: readonly unknown[]) => unknown>> = {
  equals: (value, [other]) => value === other,
  booleanValue: (value) => value,
  toString: (value: boolean) => String(value),
};

function find<Method>(methods: Readonly<Record<string, Method>>, name: string, type: string): Method | undefined {
  if (Object.hasOwn(methods, name)) return methods[name];
  if (name === 'getClass' || name === 'hashCode' || UNSUPPORTED[type]?.has(name) === true) {
    throw new TemplateError(`The method ${name}() of a ${type} is not supported by the offline sandbox.`);
  }
  return undefined;
}
