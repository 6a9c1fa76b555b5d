import { invalidParameter } from './errors.ts';

/** A part of a list, and where the next one begins; undefined when there is none. */
export function pageOf<T>(
  items: readonly T[],
  limit: number | null | undefined,
  token: string | null | undefined,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const from = token == null ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('Invalid pagination token.');
  const to = from + (limit == null || limit === 0 ? 60 : limit);
  return { items: items.slice(from, to), next: to < items.length ? String(to) : undefined };
}
