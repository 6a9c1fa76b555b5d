/** A JSON object or a Java map: anything with keys that is not a list. */
export type JsonMap = Record<string, unknown>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

export function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Sets an own property, whatever its name (`__proto__` included). */
export function setKey(map: JsonMap, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}

/** Reads an own property; a missing key is null, as in a Java map. */
export function getKey(map: JsonMap, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Copies of the entries whose key passes. */
export function pickKeys(map: JsonMap, isWanted: (key: string) => boolean): JsonMap {
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(map)) if (isWanted(key)) setKey(result, key, value);
  return result;
}
