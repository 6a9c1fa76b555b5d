import type { JsonDeserializer } from '../../assembly/resources.ts';
import { isRecord } from '../aws-response.ts';
import type { HiveType } from '../duckdb/hive-type.ts';

/** A column with its type read. */
export interface TypedColumn {
  readonly name: string;
  readonly type: HiveType;
}

/** What a record's bytes came to: rows of the table, by column; or why none of it can be taken. */
export type Deserialized =
  | { readonly ok: true; readonly rows: readonly Readonly<Record<string, unknown>>[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a record as the OpenX JSON SerDe does: JSON objects that follow one another, with or without line ends between
 * them. An array of objects is none, and makes the whole record one that cannot be read.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-concepts.html
 */
export function deserialize(
  text: string,
  columns: readonly TypedColumn[],
  deserializer: JsonDeserializer,
): Deserialized {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for (const document of documentsOf(text)) {
    let value: unknown;
    try {
      value = JSON.parse(document);
    } catch {
      return { ok: false, problem: 'it is not JSON' };
    }
    if (Array.isArray(value)) return { ok: false, problem: 'an array of JSON documents is not a valid input' };
    if (!isRecord(value)) return { ok: false, problem: 'it is not a JSON object' };
    const folded = foldKeys(value, deserializer);
    if (!folded.ok) return folded;
    const row: Record<string, unknown> = {};
    for (const { name, type } of columns) {
      const read = toColumn(folded.value[deserializer.keyOfColumn[name] ?? name], type);
      if (!read.ok) return { ok: false, problem: `column ${name}: ${read.problem}` };
      if (read.value !== undefined) row[name] = read.value;
    }
    rows.push(row);
  }
  return rows.length === 0 ? { ok: false, problem: 'it holds no JSON object' } : { ok: true, rows };
}

/** Cuts a text at the ends of its top-level values: most often one a line, which is cheap to see. */
function* documentsOf(text: string): Generator<string> {
  let depth = 0;
  let isInText = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText) {
      if (letter === '\\') at += 1;
      else if (letter === '"') isInText = false;
      continue;
    }
    if (letter === '"') isInText = true;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth > 0) continue;
      yield text.slice(start, at + 1);
      start = at + 1;
      depth = 0;
    }
  }
  const rest = text.slice(start);
  if (rest.trim() !== '') yield rest;
}

type Folded =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: string };

/** With case folded, two keys of an object may become one: the SerDe gives the record up. */
function foldKeys(value: Readonly<Record<string, unknown>>, deserializer: JsonDeserializer): Folded {
  const { isCaseInsensitive, convertsDots } = deserializer;
  if (!isCaseInsensitive && !convertsDots) return { ok: true, value };
  const folded = new Map<string, unknown>();
  for (const [given, child] of Object.entries(value)) {
    const dotless = convertsDots ? given.replaceAll('.', '_') : given;
    const key = isCaseInsensitive ? dotless.toLowerCase() : dotless;
    if (folded.has(key)) return { ok: false, problem: `Duplicate key ${JSON.stringify(key)}` };
    if (!isRecord(child)) {
      folded.set(key, child);
      continue;
    }
    const inner = foldKeys(child, deserializer);
    if (!inner.ok) return inner;
    folded.set(key, inner.value);
  }
  return { ok: true, value: Object.fromEntries(folded) };
}

type Column = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const NOTHING: Column = { ok: true, value: undefined };
const INTEGERS = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);
const TIMESTAMP = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,9})?$/;

/** A JSON value as the column's type has it; what is of another shape is the end of the record. */
function toColumn(value: unknown, type: HiveType): Column {
  if (value === undefined || value === null) return NOTHING;
  switch (type.kind) {
    case 'SCALAR':
      return toScalar(value, type.duckdb);
    case 'LIST': {
      if (!Array.isArray(value)) return { ok: false, problem: 'it is not an array' };
      return collect(value.map((one) => toColumn(one, type.element)));
    }
    case 'MAP': {
      if (!isRecord(value)) return { ok: false, problem: 'it is not an object' };
      return collectFields(Object.entries(value).map(([key, one]) => [key, toColumn(one, type.value)]));
    }
    case 'STRUCT': {
      if (!isRecord(value)) return { ok: false, problem: 'it is not an object' };
      return collectFields(type.fields.map((field) => [field.name, toColumn(value[field.name], field.type)]));
    }
  }
}

function toScalar(value: unknown, duckdb: string): Column {
  if (duckdb === 'VARCHAR') return { ok: true, value: typeof value === 'string' ? value : JSON.stringify(value) };
  if (duckdb === 'TIMESTAMP') return toTimestamp(value);
  if (duckdb === 'BOOLEAN')
    return typeof value === 'boolean' ? { ok: true, value } : { ok: false, problem: 'it is not true or false' };
  if (duckdb === 'DATE')
    return typeof value === 'string' ? { ok: true, value } : { ok: false, problem: 'it is no date' };
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return { ok: false, problem: 'it is not a number' };
  if (INTEGERS.has(duckdb) && !Number.isInteger(number)) return { ok: false, problem: 'it is not a whole number' };
  return { ok: true, value: number };
}

/** `java.sql.Timestamp`'s form, or a number of seconds or milliseconds since the epoch. */
function toTimestamp(value: unknown): Column {
  if (typeof value === 'string' && TIMESTAMP.test(value)) return { ok: true, value };
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { ok: false, problem: 'it is no time of the form yyyy-mm-dd hh:mm:ss[.fffffffff]' };
  // Ten digits are seconds until the year 2286.
  const milliseconds = Math.abs(value) < 1e11 ? value * 1000 : value;
  return { ok: true, value: new Date(milliseconds).toISOString().replace('T', ' ').slice(0, -1) };
}

function collect(parts: readonly Column[]): Column {
  const values: unknown[] = [];
  for (const part of parts) {
    if (!part.ok) return part;
    values.push(part.value ?? null);
  }
  return { ok: true, value: values };
}

function collectFields(parts: readonly (readonly [string, Column])[]): Column {
  const values = new Map<string, unknown>();
  for (const [name, part] of parts) {
    if (!part.ok) return part;
    values.set(name, part.value ?? null);
  }
  return { ok: true, value: Object.fromEntries(values) };
}
