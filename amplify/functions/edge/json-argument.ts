import * as z from 'zod';

function hasNoProto(value: unknown): boolean {
  return typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__');
}

/** A map in an AWSJSON argument. Zod leaves `__proto__` out of records without a word, and nothing may get lost here. */
export function jsonMap<Value>(values: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  const known = z.unknown().refine(hasNoProto, 'it must not use the name __proto__');
  return jsonArgument(known.pipe(z.record(z.string(), values)));
}

/** An AWSJSON argument: AppSync hands it over parsed, some callers as text. */
export function jsonArgument<Output>(schema: z.ZodType<Output>): z.ZodType<Output> {
  return z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      const parsed: unknown = JSON.parse(value);
      return parsed;
    } catch {
      context.issues.push({ code: 'custom', message: 'it is not JSON', input: value });
      return z.NEVER;
    }
  }, schema);
}
