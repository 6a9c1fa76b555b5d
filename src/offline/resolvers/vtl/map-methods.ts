import { getKey, isList, isMap, isNull, setKey, type JsonMap } from '../builtins/values.ts';
import { javaEquals, toText } from '../builtins/java-values.ts';
import { entrySet, keySet, setEntry } from './map-views.ts';

type MapMethod = (map: JsonMap, args: readonly unknown[]) => unknown;

/** A key as Java's JSON maps have it: always text. */
function keyOf(value: unknown): string {
  return typeof value === 'string' ? value : toText(value);
}

function put(map: JsonMap, key: unknown, value: unknown): unknown {
  const previous = getKey(map, keyOf(key));
  setKey(map, keyOf(key), value ?? null);
  return previous;
}

function remove(map: JsonMap, key: unknown): unknown {
  const previous = getKey(map, keyOf(key));
  delete map[keyOf(key)];
  return previous;
}

/** java.util.Map */
export const mapMethods: Readonly<Record<string, MapMethod>> = {
  get: (map, [key]) => getKey(map, keyOf(key)),
  getOrDefault: (map, [key, fallback]) => (Object.hasOwn(map, keyOf(key)) ? map[keyOf(key)] : fallback),
  put: (map, [key, value]) => put(map, key, value),
  putIfAbsent: (map, [key, value]) =>
    isNull(getKey(map, keyOf(key))) ? put(map, key, value) : getKey(map, keyOf(key)),
  putAll: (map, [other]) => {
    if (isMap(other)) for (const [key, value] of Object.entries(other)) setKey(map, key, value);
    return '';
  },
  remove: (map, [key]) => remove(map, key),
  clear: (map) => {
    for (const key of Object.keys(map)) delete map[key];
    return '';
  },
  containsKey: (map, [key]) => Object.hasOwn(map, keyOf(key)),
  containsValue: (map, [value]) => Object.values(map).some((entry) => javaEquals(entry, value)),
  keySet,
  values: (map) => Object.values(map),
  entrySet,
  isEmpty: (map) => isEmptyMap(map),
  size: (map) => Object.keys(map).length,
  // Of an entry of entrySet(), which is a map here.
  getKey: (map) => getKey(map, 'key'),
  getValue: (map) => getKey(map, 'value'),
  setValue: (map, [value]) => setEntry(map, value ?? null),
  equals: (map, [other]) => !isList(other) && javaEquals(map, other),
  toString: (map: JsonMap) => toText(map),
};

function isEmptyMap(map: JsonMap): boolean {
  for (const key in map) if (Object.hasOwn(map, key)) return false;
  return true;
}
