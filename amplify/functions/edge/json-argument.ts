import { z } from 'zod';

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
