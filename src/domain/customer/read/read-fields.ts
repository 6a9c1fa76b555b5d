import { composeLetters } from '../../compose-letters.ts';
import { FORBIDDEN_CHARACTER, readIdText } from '../../id.ts';
import { isInMetricRange, METRIC_RANGE } from '../../metric-range.ts';
import { MAX_NAME, readNameText } from '../../name.ts';
import { refuse, type Refused } from '../../result.ts';
import { isBlank, trimText } from '../../trim-text.ts';
import type { Changes } from '../customer-change.ts';

/** What is wrong with one field of a line or a call; the message names the field and the limit. */
export type FieldErrorCode =
  | 'INVALID_JSON'
  | 'MISSING_FIELD'
  | 'INVALID_FIELD'
  | 'UNKNOWN_CHANNEL'
  | 'TOO_LONG'
  | 'INVALID_ADDRESS'
  | 'TOO_MANY'
  | 'TOO_LARGE'
  | 'CONTROL_CHARACTER'
  | 'RESERVED_NAME'
  | 'REPEATED_NAME'
  | 'UNKNOWN_FIELD';

/** Pinpoint's limits for endpoints. */
const MAX_VALUE = 100;

/** How many attributes, or metrics, one customer or endpoint may have: Pinpoint's limit. */
export const MAX_ATTRIBUTES = 250;
const MAX_VALUES = 50;

/** Stops the reading of one line; never leaves the module that reads lines. */
export class FieldRefusal extends Error {
  readonly refused: Refused<FieldErrorCode>;

  /** `path` is that of the field in its row, for refusals that are to say where it stands. */
  constructor(
    code: FieldErrorCode,
    message: string,
    readonly path?: string,
  ) {
    super(message);
    this.refused = refuse(code, message);
  }
}

/** An object whose fields have not been looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and neither a list nor null. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A nested object; absent and null mean that there is none. */
export function readObject(fields: Fields, name: string, path = name): Fields {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return {};
  if (!isFields(value)) throw new FieldRefusal('INVALID_FIELD', `${path} must be an object.`);
  return value;
}

/** Something from outside as an object. */
export function readRoot(value: unknown): Fields {
  if (!isFields(value)) throw new FieldRefusal('INVALID_JSON', 'It is not a JSON object.');
  return value;
}

/** Whether it names a place in the row, and not the row itself (`A customer`). */
function isPath(path: string): boolean {
  return !path.includes(' ');
}

/** Refuses fields nobody knows: a misspelt name must not be lost in silence. */
export function refuseUnknownFields(fields: Fields, known: readonly string[], path: string): void {
  for (const name of Object.keys(fields)) {
    if (name === '__proto__') throw new FieldRefusal('RESERVED_NAME', `${path} must not use the name __proto__.`);
    if (known.includes(name)) continue;
    const shown = JSON.stringify(name.slice(0, MAX_NAME));
    const message = `${path} has no field ${shown}. It may have ${known.join(', ')}.`;
    throw new FieldRefusal('UNKNOWN_FIELD', message, isPath(path) ? `${path}.${name}` : name);
  }
}

/** Runs a reading; a refusal on its way becomes the answer. */
export function refusedOr<T>(read: () => T): T | Refused<FieldErrorCode> {
  try {
    return read();
  } catch (error) {
    if (error instanceof FieldRefusal) return error.refused;
    throw error;
  }
}

/** A text without characters that no template or provider can carry, up to a length; composed, as segments ask for it. */
function checkText(text: string, path: string, limit: number): string {
  const value = composeLetters(text);
  if (FORBIDDEN_CHARACTER.test(value)) {
    throw new FieldRefusal('CONTROL_CHARACTER', `${path} contains a control character or broken Unicode. Remove it.`);
  }
  if (value.length > limit) {
    throw new FieldRefusal('TOO_LONG', `${path} has ${value.length} characters; at most ${limit} are allowed.`);
  }
  return value;
}

/** An optional text; absent, null and blank mean that there is none. */
export function readText(fields: Fields, name: string, path: string, limit = MAX_VALUE): string | undefined {
  const value = textOf(fields, name, path);
  return value === undefined || isBlank(value) ? undefined : checkText(value, path, limit);
}

function textOf(fields: Fields, name: string, path: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new FieldRefusal('INVALID_FIELD', `${path} must be a text.`);
  return value;
}

/** An optional id, time or choice: the blanks around it are no part of it. */
export function readWord(fields: Fields, name: string, path: string, limit = MAX_VALUE): string | undefined {
  const word = trimText(textOf(fields, name, path) ?? '');
  return word === '' ? undefined : checkText(word, path, limit);
}

/** A choice that must be there. */
export function readRequiredWord(fields: Fields, name: string, path: string): string {
  const value = readWord(fields, name, path);
  if (value === undefined) throw new FieldRefusal('MISSING_FIELD', `${path} is missing.`);
  return value;
}

/** An id that must be there. */
export function checkId(text: string, path: string): string {
  const read = readIdText(text);
  if (!read.ok) throw new FieldRefusal(read.error.code, `${path} ${read.error.message}`);
  return read.id;
}

/** An optional id; absent, null and blank mean that there is none. */
export function readId(fields: Fields, name: string, path: string): string | undefined {
  const text = textOf(fields, name, path);
  return text === undefined || isBlank(text) ? undefined : checkId(text, path);
}

/** An optional finite number within bounds. */
export function readNumber(fields: Fields, name: string, path: string, limit = Infinity): number | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > limit) {
    const bounds = limit === Infinity ? '' : ` from -${limit} to ${limit}`;
    throw new FieldRefusal('INVALID_FIELD', `${path} must be a number${bounds}.`);
  }
  return value;
}

/** The names of a map that customers invent, without blanks around them, each with the key that it stands under. */
export function readNames(fields: Fields, path: string): readonly (readonly [name: string, key: string])[] {
  const keys = Object.keys(fields);
  if (keys.length > MAX_ATTRIBUTES) {
    throw new FieldRefusal('TOO_MANY', `${path} has ${keys.length} names; at most ${MAX_ATTRIBUTES} are allowed.`);
  }
  const seen = new Set<string>();
  return keys.map((key) => {
    const read = readNameText(key);
    if (!read.ok) throw new FieldRefusal(read.error.code, `A name in ${path} ${read.error.message}`);
    const { name } = read;
    if (seen.has(name)) {
      throw new FieldRefusal('INVALID_FIELD', `${path} has the name ${JSON.stringify(name)} twice, in two spellings.`);
    }
    seen.add(name);
    return [name, key] as const;
  });
}

function readValues(values: unknown, path: string): readonly string[] {
  if (!Array.isArray(values)) throw new FieldRefusal('INVALID_FIELD', `${path} must be a list of texts.`);
  if (values.length > MAX_VALUES) {
    throw new FieldRefusal('TOO_MANY', `${path} has ${values.length} values; at most ${MAX_VALUES} are allowed.`);
  }
  return values.map((value: unknown) => {
    if (typeof value !== 'string') throw new FieldRefusal('INVALID_FIELD', `${path} must hold texts only.`);
    return checkText(value, path, MAX_VALUE);
  });
}

/** Custom attributes: lists of text; null takes one away. */
export function readAttributes(parent: Fields, name: string, path: string): Changes<readonly string[]> {
  const fields = readObject(parent, name, path);
  return Object.fromEntries(
    readNames(fields, path).map(([each, key]) => [
      each,
      fields[key] === null ? null : readValues(fields[key], `${path}.${each}`),
    ]),
  );
}

/** Custom metrics: finite numbers; null takes one away. */
export function readMetrics(parent: Fields, name: string, path: string): Changes<number> {
  const fields = readObject(parent, name, path);
  return Object.fromEntries(
    readNames(fields, path).map(([each, key]) => {
      const number = readNumber(fields, key, `${path}.${each}`) ?? null;
      if (number !== null && !isInMetricRange(number)) {
        throw new FieldRefusal('INVALID_FIELD', `${path}.${each} ${METRIC_RANGE}`);
      }
      return [each, number];
    }),
  );
}
