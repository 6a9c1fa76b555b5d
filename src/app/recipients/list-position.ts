/** Where a listing goes on: shard, numbered entry within it, place within the entry. */
export type Position = { readonly shard: number; readonly number: number; readonly place: number };

/** A position as an opaque token. */
export function formatPosition({ shard, number, place }: Position): string {
  return `${shard}.${number}.${place}`;
}

/** The inverse; the start for no token, null for a text that is none. */
export function parsePosition(token: string | undefined): Position | null {
  if (token === undefined) return { shard: 0, number: 0, place: 0 };
  const match = /^(\d{1,4})\.(\d{1,8})\.(\d{1,6})$/.exec(token);
  if (match === null) return null;
  return { shard: Number(match[1]), number: Number(match[2]), place: Number(match[3]) };
}
