/** Stops the reading of a definition; never leaves the module. */
export class DefinitionStop extends Error {
  constructor(path: string, reason: string) {
    super(`${path === '' ? 'definition' : path}: ${reason}`);
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** Edits between two words, to name what was probably meant. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known name that is nearest to a wrong one. */
function nearest(name: string, known: readonly string[]): string {
  const scored = known.map((candidate) => ({
    candidate,
    score: distance(name.slice(0, 50).toLowerCase(), candidate.toLowerCase()),
  }));
  return scored.reduce((best, next) => (next.score < best.score ? next : best), { candidate: '', score: Infinity })
    .candidate;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with any keys. */
export function readMap(value: unknown, path: string): Fields {
  if (!isFields(value)) throw new DefinitionStop(path, 'must be an object.');
  if (Object.hasOwn(value, '__proto__')) throw new DefinitionStop(path, 'must not use the name __proto__.');
  return value;
}

/** An object with known keys only; fields that are null count as absent. */
export function readFields(value: unknown, path: string, known: readonly string[]): Fields {
  const fields = readMap(value, path);
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    throw new DefinitionStop(path, `unknown field ${JSON.stringify(name)}. Did you mean "${nearest(name, known)}"?`);
  }
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== null && field !== undefined));
}

/** One of the known words. */
export function readChoice<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const hint = typeof value === 'string' ? ` Did you mean ${nearest(value, choices)}?` : '';
  throw new DefinitionStop(path, `must be one of ${choices.join(', ')}.${hint}`);
}

/** A finite number within bounds. */
export function readNumber(value: unknown, path: string, min = -Infinity, max = Infinity): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max) return value;
  const bounds = min === -Infinity ? '' : ` from ${min} to ${max}`;
  throw new DefinitionStop(path, `must be a number${bounds}.`);
}

/** A list of at most `limit` entries. */
export function readList(value: unknown, path: string, limit: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new DefinitionStop(path, 'must be a list.');
  const list: readonly unknown[] = value;
  if (list.length > limit) throw new DefinitionStop(path, `has ${list.length} entries; at most ${limit} are allowed.`);
  return list;
}

/** A text of 1 to `limit` characters. */
export function readText(value: unknown, path: string, limit: number): string {
  if (typeof value !== 'string') throw new DefinitionStop(path, 'must be a text.');
  if (value === '') throw new DefinitionStop(path, 'must not be empty.');
  if (value.length > limit) {
    throw new DefinitionStop(path, `has ${value.length} characters; at most ${limit} are allowed.`);
  }
  return value;
}
