/**
 * Java's `keySet()` and `entrySet()` are views: what is taken out of the keys is taken out of the map, and an entry's
 * `setValue` writes into it. https://docs.oracle.com/javase/8/docs/api/java/util/Map.html#keySet--
 */
import { getKey, setKey, type JsonMap } from '../builtins/values.ts';

const mapsOfKeys = new WeakMap<readonly unknown[], JsonMap>();
const mapsOfEntries = new WeakMap<JsonMap, JsonMap>();

export function keySet(map: JsonMap): unknown[] {
  const keys: unknown[] = Object.keys(map);
  mapsOfKeys.set(keys, map);
  return keys;
}

/** After a list was shortened that may be the keys of a map. */
export function followKeys(keys: readonly unknown[]): void {
  const map = mapsOfKeys.get(keys);
  if (map !== undefined) for (const key of Object.keys(map)) if (!keys.includes(key)) delete map[key];
}

export function entrySet(map: JsonMap): unknown[] {
  return Object.entries(map).map(([key, value]) => {
    const entry: JsonMap = { key, value };
    mapsOfEntries.set(entry, map);
    return entry;
  });
}

/** Nothing where the map is no entry of another: Java's maps have no such method. */
export function setEntry(entry: JsonMap, value: unknown): unknown {
  const map = mapsOfEntries.get(entry);
  if (map === undefined) return undefined;
  const previous = getKey(entry, 'value');
  entry['value'] = value;
  setKey(map, String(entry['key']), value);
  return previous;
}
