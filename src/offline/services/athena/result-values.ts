import { DuckDBMapValue, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';

/** A column of a result, as Athena describes it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

const NAMES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  // What sums of whole numbers become in DuckDB; in Trino they stay bigint.
  HUGEINT: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'varchar',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  INTERVAL: 'interval day to second',
  SQLNULL: 'unknown',
  '"NULL"': 'unknown',
};

const PRECISIONS: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  float: 17,
  double: 17,
  varchar: 2_147_483_647,
  timestamp: 3,
};

/** The type of a column in Athena's words; throws for what Trino has no type for. */
export function resultColumn(name: string, type: DuckDBType): ResultColumn {
  const text = String(type);
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(text);
  if (decimal !== null) return { name, type: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const kind = text.startsWith('TIMESTAMP WITH TIME ZONE')
    ? 'timestamp with time zone'
    : text.startsWith('MAP(')
      ? 'map'
      : text.endsWith('[]')
        ? 'array'
        : text.startsWith('STRUCT(')
          ? 'row'
          : NAMES[text];
  if (kind === undefined) throw new Error(`Athena has no type ${text} (column ${name}).`);
  return { name, type: kind, precision: PRECISIONS[kind] ?? 0, scale: 0 };
}

/** A value as Athena writes it in results; undefined for null. */
export function resultValue(value: DuckDBValue, type: DuckDBType): string | undefined {
  if (value === null) return undefined;
  const text = String(type);
  if (typeof value === 'number' && (text === 'DOUBLE' || text === 'FLOAT')) return javaDouble(value);
  if (typeof value === 'bigint' && text === 'HUGEINT') return wholeNumber(value);
  if (text === 'TIMESTAMP') return withMilliseconds(String(value));
  return nested(value);
}

function nested(value: DuckDBValue): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : javaDouble(value);
  if (typeof value !== 'object') return String(value);
  if ('items' in value) return `[${value.items.map(nested).join(', ')}]`;
  if (value instanceof DuckDBMapValue) {
    return `{${value.entries.map(({ key, value: of }) => `${nested(key)}=${nested(of)}`).join(', ')}}`;
  }
  if ('entries' in value) {
    return `{${Object.entries(value.entries)
      .map(([key, of]) => `${key}=${nested(of)}`)
      .join(', ')}}`;
  }
  return String(value);
}

function wholeNumber(value: bigint): string {
  if (BigInt.asIntN(64, value) !== value) throw new Error(`bigint addition overflow: ${value}`);
  return String(value);
}

function withMilliseconds(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}

/** As Java writes a double: 1.0, 1.0E10, 1.0E-5. */
function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
