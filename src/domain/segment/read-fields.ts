import { composeLetters } from '../compose-letters.ts';
import { readIdText } from '../id.ts';
import { readNameText } from '../name.ts';
import { nearest } from '../nearest-name.ts';

/** Why a definition is refused; stable, and the `errorType` that clients see. */
export type SegmentErrorCode =
  /** Not a definition: a wrong type, an unknown field, a value out of range. */
  | 'INVALID_SEGMENT'
  /** More of something than is allowed; the message says how much is. */
  | 'SEGMENT_LIMIT'
  /** Conditions that nobody can meet together. */
  | 'SEGMENT_CONTRADICTION'
  /** A comparison with a date in the future that does not say it is meant. */
  | 'SEGMENT_FUTURE_DATE'
  /** A segment that builds on itself. */
  | 'SEGMENT_CYCLE';

/** Stops the reading of a definition; never leaves the module. */
export class DefinitionStop extends Error {
  readonly code: SegmentErrorCode;

  constructor(path: string, reason: string, code: SegmentErrorCode = 'INVALID_SEGMENT') {
    super(`${path === '' ? 'definition' : path}: ${reason}`);
    this.code = code;
  }
}

/** A wrong name is repeated in the message, but not megabytes of it. */
const MAX_SHOWN = 100;

/** An object whose fields have not been looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with any keys. */
export function readMap(value: unknown, path: string): Fields {
  if (!isFields(value)) throw new DefinitionStop(path, 'must be an object.');
  if (Object.hasOwn(value, '__proto__')) throw new DefinitionStop(path, 'must not use the name __proto__.');
  return value;
}

function tooMany(path: string, have: string, limit: number): DefinitionStop {
  return new DefinitionStop(path, `has ${have}; at most ${limit} are allowed.`, 'SEGMENT_LIMIT');
}

/** An object with any names as keys, at most `limit` of them. */
export function readNames(value: unknown, path: string, limit: number): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(readMap(value, path));
  if (entries.length > limit) throw tooMany(path, `${entries.length} names`, limit);
  return entries;
}

/** An object with known keys only; fields that are null count as absent. */
export function readFields(value: unknown, path: string, known: readonly string[]): Fields {
  const fields = readMap(value, path);
  for (const name of Object.keys(fields)) {
    if (known.includes(name)) continue;
    const shown = JSON.stringify(name.slice(0, MAX_SHOWN));
    throw new DefinitionStop(path, `unknown field ${shown}. Did you mean "${nearest(name, known)}"?`);
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
  if (list.length > limit) throw tooMany(path, `${list.length} entries`, limit);
  return list;
}

/** A text of 1 to `limit` characters, composed as the values of customers are. */
export function readText(text: unknown, path: string, limit: number): string {
  if (typeof text !== 'string') throw new DefinitionStop(path, 'must be a text.');
  const value = composeLetters(text);
  if (value === '') throw new DefinitionStop(path, 'must not be empty.');
  if (value.length > limit) throw tooMany(path, `${value.length} characters`, limit);
  return value;
}

/** The name of an attribute, a metric or an event, as customers have it. */
export function readName(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new DefinitionStop(path, 'must be a text.');
  const read = readNameText(value);
  if (read.ok) return read.name;
  throw new DefinitionStop(
    path,
    read.error.message,
    read.error.code === 'TOO_LONG' ? 'SEGMENT_LIMIT' : 'INVALID_SEGMENT',
  );
}

/** The id of another segment. */
export function readSegmentId(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new DefinitionStop(path, 'must be a text.');
  const read = readIdText(value);
  if (!read.ok) throw new DefinitionStop(path, read.error.message);
  return read.id;
}
