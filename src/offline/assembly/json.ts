/** Values of a template after parsing and after resolution. `undefined` stands for `AWS::NoValue`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Is the value a plain object (not a list, not null)? */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Is the value a list? `Array.isArray` alone loses the element type of readonly lists. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
