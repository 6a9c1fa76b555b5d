import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { LAKE_TABLES, type LakeTableName } from '../../src/domain/lake/index.ts';
import type { Statement } from '../../src/domain/insight/index.ts';

type Value = string | number | null | readonly string[] | ReadonlyMap<string, string | number | null>;

/** A row by its columns; what is left out is null. */
export type LakeRow = Readonly<Record<string, Value>>;

/** What a statement answers: texts as Athena has them, null for null. */
export type AnsweredRow = Readonly<Record<string, string | null>>;

/** The tables of the lake in a DuckDB of their own. */
export interface LakeInDuckdb {
  readonly connection: DuckDBConnection;
  insert(table: LakeTableName, rows: readonly LakeRow[]): Promise<void>;
  empty(): Promise<void>;
  run(statement: Statement): Promise<AnsweredRow[]>;
  /** Keeps what a statement answers as rows of a table. */
  build(table: LakeTableName, statement: Statement): Promise<void>;
  close(): void;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

function literal(value: Value | undefined, type: string): string {
  if (value === undefined || value === null) return `cast(null as ${type})`;
  if (typeof value === 'number') return `cast(${quoted(String(value))} as ${type})`;
  if (typeof value === 'string') return type === 'varchar' ? quoted(value) : `cast(${quoted(value)} as ${type})`;
  if (value instanceof Map) {
    const keys = [...value.keys()].map((key) => quoted(String(key)));
    const values = [...value.values()].map((one) => (typeof one === 'string' ? quoted(one) : String(one)));
    return `cast(map([${keys.join()}], [${values.join()}]) as ${type})`;
  }
  return isList(value) ? `cast([${value.map(quoted).join()}] as ${type})` : 'null';
}

function duckdbType(type: string): string {
  const element = /^array\((.+)\)$/.exec(type)?.[1];
  return element === undefined ? type : `${element}[]`;
}

/** Makes the tables of the lake, empty; `threads` is how many cores it may use. */
export async function lakeInDuckdb(threads = 1): Promise<LakeInDuckdb> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const columnsOf = (table: LakeTableName): [string, string][] => {
    const { columns, partition } = LAKE_TABLES[table];
    return [
      ...Object.entries<{ readonly type: string }>(columns).map(([name, { type }]): [string, string] => [
        name,
        duckdbType(type),
      ]),
      [partition.name, 'varchar'],
    ];
  };
  for (const { name } of Object.values(LAKE_TABLES)) {
    const columns = columnsOf(name).map(([column, type]) => `"${column}" ${type}`);
    await connection.run(`create table ${name} (${columns.join(', ')})`);
  }
  const run = async ({ sql, parameters }: Statement): Promise<AnsweredRow[]> => {
    const prepared = await connection.prepare(sql);
    try {
      for (const [index, value] of parameters.entries()) prepared.bindVarchar(index + 1, value);
      const reader = await prepared.runAndReadAll();
      return reader
        .getRowObjectsJson()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              value === null ? null : String(value as string | number | boolean),
            ]),
          ),
        );
    } finally {
      prepared.destroySync();
    }
  };
  return {
    connection,
    run,
    async insert(table, rows) {
      if (rows.length === 0) return;
      const columns = columnsOf(table);
      const tuples = rows.map((row) => `(${columns.map(([name, type]) => literal(row[name], type)).join(', ')})`);
      await connection.run(`insert into ${table} values ${tuples.join(', ')}`);
    },
    async empty() {
      for (const { name } of Object.values(LAKE_TABLES)) await connection.run(`delete from ${name}`);
    },
    async build(table, { sql, parameters }) {
      const prepared = await connection.prepare(`insert into ${table} by name ${sql}`);
      for (const [index, value] of parameters.entries()) prepared.bindVarchar(index + 1, value);
      await prepared.run();
      prepared.destroySync();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
