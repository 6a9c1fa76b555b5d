import { refuse, type Refused } from '../result.ts';
import type { Attributes, Metrics } from './customer.ts';

export type ImportErrorCode =
  | 'INVALID_JSON'
  | 'MISSING_FIELD'
  | 'INVALID_FIELD'
  | 'UNKNOWN_CHANNEL'
  | 'TOO_LONG'
  | 'TOO_MANY'
  | 'TOO_LARGE'
  | 'CONTROL_CHARACTER'
  | 'RESERVED_NAME';

/** Pinpoint's limits for endpoints, and DynamoDB's 2,048 bytes for a key (an id may need 4 bytes per character). */
const MAX_NAME = 50;
const MAX_VALUE = 100;
const MAX_ATTRIBUTES = 250;
const MAX_VALUES = 50;
const MAX_ID = 500;

const FORBIDDEN_CHARACTER = /[\u0000-\u001f\u007f\ud800-\udfff]/u;

/** Stops the reading of one line; never leaves the module that reads lines. */
export class FieldRefusal extends Error {
  readonly refused: Refused<ImportErrorCode>;

  constructor(code: ImportErrorCode, message: string) {
    super(message);
    this.refused = refuse(code, message);
  }
}

export type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A nested object; absent and null mean that there is none. */
export function readObject(fields: Fields, name: string, path = name): Fields {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return {};
  if (!isFields(value)) throw new FieldRefusal('INVALID_FIELD', `${path} must be an object.`);
  return value;
}

/** A whole line as an object. */
export function readLine(text: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FieldRefusal('INVALID_JSON', 'The line is not valid JSON. Every line must be one endpoint as JSON.');
  }
  if (!isFields(parsed)) throw new FieldRefusal('INVALID_JSON', 'The line is not a JSON object.');
  return parsed;
}

function checkText(value: string, path: string, limit: number): string {
  if (FORBIDDEN_CHARACTER.test(value)) {
    throw new FieldRefusal('CONTROL_CHARACTER', `${path} contains a control character or broken Unicode. Remove it.`);
  }
  if (value.length > limit) {
    throw new FieldRefusal('TOO_LONG', `${path} has ${value.length} characters; at most ${limit} are allowed.`);
  }
  return value;
}

/** An optional text; absent, null and empty mean that there is none. */
export function readText(fields: Fields, name: string, path: string, limit = MAX_VALUE): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new FieldRefusal('INVALID_FIELD', `${path} must be a text.`);
  return checkText(value, path, limit);
}

/** A text that must be there. */
export function readRequiredText(fields: Fields, name: string, path: string, limit = MAX_ID): string {
  const value = readText(fields, name, path, limit);
  if (value === undefined) throw new FieldRefusal('MISSING_FIELD', `${path} is missing.`);
  return value;
}

/** An optional id. */
export function readId(fields: Fields, name: string, path: string): string | undefined {
  return readText(fields, name, path, MAX_ID);
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

function checkNames(fields: Fields, path: string): string[] {
  const names = Object.keys(fields);
  if (names.length > MAX_ATTRIBUTES) {
    throw new FieldRefusal('TOO_MANY', `${path} has ${names.length} names; at most ${MAX_ATTRIBUTES} are allowed.`);
  }
  for (const name of names) {
    if (name === '__proto__') throw new FieldRefusal('RESERVED_NAME', `${path} must not use the name __proto__.`);
    if (name === '') throw new FieldRefusal('INVALID_FIELD', `${path} has an empty name.`);
    checkText(name, `A name in ${path}`, MAX_NAME);
  }
  return names;
}

/** Custom attributes: lists of text. */
export function readAttributes(parent: Fields, name: string, path: string): Attributes {
  const fields = readObject(parent, name, path);
  const attributes: Record<string, readonly string[]> = {};
  for (const key of checkNames(fields, path)) {
    const values = fields[key];
    if (values === null) continue;
    if (!Array.isArray(values)) {
      throw new FieldRefusal('INVALID_FIELD', `${path}.${key} must be a list of texts.`);
    }
    if (values.length > MAX_VALUES) {
      throw new FieldRefusal(
        'TOO_MANY',
        `${path}.${key} has ${values.length} values; at most ${MAX_VALUES} are allowed.`,
      );
    }
    attributes[key] = values.map((value: unknown) => {
      if (typeof value !== 'string') throw new FieldRefusal('INVALID_FIELD', `${path}.${key} must hold texts only.`);
      return checkText(value, `${path}.${key}`, MAX_VALUE);
    });
  }
  return attributes;
}

/** Custom metrics: finite numbers. */
export function readMetrics(parent: Fields, name: string, path: string): Metrics {
  const fields = readObject(parent, name, path);
  const metrics: Record<string, number> = {};
  for (const key of checkNames(fields, path)) {
    const value = readNumber(fields, key, `${path}.${key}`);
    if (value !== undefined) metrics[key] = value;
  }
  return metrics;
}
