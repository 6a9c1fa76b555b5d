/** A type of Hive's, as Glue writes it, read into its parts. */
export type HiveType =
  | { readonly kind: 'SCALAR'; readonly duckdb: string }
  | { readonly kind: 'LIST'; readonly element: HiveType }
  | { readonly kind: 'MAP'; readonly key: HiveType; readonly value: HiveType }
  | { readonly kind: 'STRUCT'; readonly fields: readonly { readonly name: string; readonly type: HiveType }[] };

const SCALARS: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** Reads a type such as `map<string,array<double>>`; throws for one that the sandbox does not know. */
export function parseHiveType(text: string): HiveType {
  const read = readType(text.replaceAll(' ', '').toLowerCase());
  if (read.rest !== '') throw unknownType(text);
  return read.type;
}

/** The same type as DuckDB writes it. */
export function toDuckdbType(type: HiveType): string {
  switch (type.kind) {
    case 'SCALAR':
      return type.duckdb;
    case 'LIST':
      return `${toDuckdbType(type.element)}[]`;
    case 'MAP':
      return `MAP(${toDuckdbType(type.key)}, ${toDuckdbType(type.value)})`;
    case 'STRUCT':
      return `STRUCT(${type.fields.map(({ name, type: of }) => `"${name}" ${toDuckdbType(of)}`).join(', ')})`;
  }
}

interface Read {
  readonly type: HiveType;
  readonly rest: string;
}

function readType(text: string): Read {
  const [word = ''] = /^[a-z]+/.exec(text) ?? [];
  const rest = text.slice(word.length);
  if (word === 'array') {
    const element = readType(after(rest, '<', text));
    return { type: { kind: 'LIST', element: element.type }, rest: after(element.rest, '>', text) };
  }
  if (word === 'map') {
    const key = readType(after(rest, '<', text));
    const value = readType(after(key.rest, ',', text));
    return { type: { kind: 'MAP', key: key.type, value: value.type }, rest: after(value.rest, '>', text) };
  }
  if (word === 'struct') return readStruct(after(rest, '<', text), text);
  const sized = /^(decimal|varchar|char)\((\d+)(?:,(\d+))?\)/.exec(text);
  if (sized !== null) {
    const [all, kind, first, second = '0'] = sized;
    const duckdb = kind === 'decimal' ? `DECIMAL(${first}, ${second})` : 'VARCHAR';
    return { type: { kind: 'SCALAR', duckdb }, rest: text.slice(all.length) };
  }
  const duckdb = Object.hasOwn(SCALARS, word) ? SCALARS[word] : undefined;
  if (duckdb === undefined) throw unknownType(text);
  return { type: { kind: 'SCALAR', duckdb }, rest };
}

function readStruct(text: string, whole: string): Read {
  const fields: { name: string; type: HiveType }[] = [];
  let rest = text;
  for (;;) {
    const [named = '', name = ''] = /^([\w$]+):/.exec(rest) ?? [];
    if (named === '') throw unknownType(whole);
    const read = readType(rest.slice(named.length));
    fields.push({ name, type: read.type });
    if (read.rest.startsWith('>')) return { type: { kind: 'STRUCT', fields }, rest: read.rest.slice(1) };
    rest = after(read.rest, ',', whole);
  }
}

function after(text: string, expected: string, whole: string): string {
  if (!text.startsWith(expected)) throw unknownType(whole);
  return text.slice(1);
}

function unknownType(text: string): Error {
  return new Error(`The sandbox does not know the column type ${text}.`);
}
