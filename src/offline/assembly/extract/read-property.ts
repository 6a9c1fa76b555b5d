import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { AssemblyError } from '../errors.ts';
import { describe } from '../stack.ts';

/** Reads a property of a known shape; the error names the resource and the property. */
export function readProperty<T>(view: ResourceView, property: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(view.value(property));
  if (parsed.success) return parsed.data;
  throw new AssemblyError(
    'BAD_PROPERTY',
    `${describe(view.located)}: the property ${property} is not understood: ${z.prettifyError(parsed.error)}`,
  );
}

/** CloudFormation accepts numbers and booleans as text. */
export const numeric = z.coerce.number();
export const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
