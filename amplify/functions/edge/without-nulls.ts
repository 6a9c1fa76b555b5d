/** GraphQL writes an absent optional field as null; inside, absent is absent. Looks at the object itself, not deeper. */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}
