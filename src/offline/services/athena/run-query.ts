import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join, relative } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CatalogTable } from '../../assembly/resources.ts';
import { identifier, literal, openDuckDb } from '../duckdb/open-duckdb.ts';
import type { BucketStore } from '../s3/create-s3.ts';
import { checkQuery, type NamedTable } from './check-query.ts';
import { TRINO_MACROS } from './known-functions.ts';
import type { ReadStatement, Unload } from './read-statement.ts';
import { resultColumn, resultValue, type ResultColumn } from './result-values.ts';
import { createColumnSizes, scannedBytes } from './scanned-bytes.ts';
import { createTableViews } from './table-views.ts';

/** A query fails as it would in Athena; the message is its reason. */
export class QueryFailedError extends Error {
  override readonly name = 'QueryFailedError';
  constructor(
    message: string,
    /** FAILED, or CANCELLED because it would read too much. */
    readonly state: 'FAILED' | 'CANCELLED' = 'FAILED',
  ) {
    super(message);
  }
}

export interface QueryRun {
  readonly statement: ReadStatement;
  readonly database: string | undefined;
  readonly maxScannedBytes: number | undefined;
  /** Rows are written to it, a JSON array of texts and nulls a line. */
  readonly resultFile: string;
  readonly signal: AbortSignal;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  readonly scannedBytes: number;
}

export interface QueryRunner {
  run(query: QueryRun): Promise<QueryResult>;
}

export interface QueryRunnerOptions {
  readonly tables: readonly CatalogTable[];
  readonly bucketOf: (name: string) => BucketStore | undefined;
  /** For files with names by partition, and for what UNLOAD writes until it is in its bucket. */
  readonly folder: string;
  readonly now: () => number;
}

/** Runs queries by DuckDB, each in a database of its own which knows the tables that the query names and nothing else. */
export function createQueryRunner({ tables, bucketOf, folder, now }: QueryRunnerOptions): QueryRunner {
  const links = join(folder, 'tables');
  const unloads = join(folder, 'unload');
  const views = createTableViews(links, bucketOf);
  const columnSizes = createColumnSizes();

  function find({ database, name }: NamedTable, present: string | undefined): CatalogTable {
    const of = (database ?? present ?? 'default').toLowerCase();
    // Glue's names are lower case, whatever a query writes.
    const table = tables.find((one) => one.database === of && one.name === name.toLowerCase());
    if (table === undefined)
      throw new QueryFailedError(`TABLE_NOT_FOUND: Table 'awsdatacatalog.${of}.${name}' does not exist`);
    return table;
  }

  async function prepare(connection: DuckDBConnection, run: QueryRun): Promise<number> {
    const { query } = run.statement;
    const checked = await checkQuery(connection, query);
    if (!checked.ok) throw new QueryFailedError(checked.problem);
    const named = new Set(checked.tables.map((table) => find(table, run.database)));
    const sizes = [];
    for (const table of named) {
      const paths = await views.show(connection, table, now());
      sizes.push(await columnSizes(connection, paths));
    }
    for (const macro of TRINO_MACROS) await connection.run(macro);
    if (run.database !== undefined) {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(run.database)}`);
      await connection.run(`USE ${identifier(run.database)}`);
      await connection.run(`SET search_path = ${literal(`${run.database},main`)}`).catch(() => undefined);
    }
    const bytes = await scannedBytes(connection, query, sizes);
    if (run.maxScannedBytes !== undefined && bytes > run.maxScannedBytes)
      throw new QueryFailedError('Query cancelled! : Bytes scanned limit was exceeded', 'CANCELLED');
    return bytes;
  }

  async function execute(connection: DuckDBConnection, run: QueryRun): Promise<QueryResult> {
    const bytes = await prepare(connection, run);
    const { query, unload } = run.statement;
    if (unload !== undefined) {
      const rows = await writeOut(connection, query, unload);
      return { columns: [], rows, scannedBytes: bytes };
    }
    const result = await connection.stream(query);
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, index) => {
      const type = types[index];
      if (type === undefined) throw new Error(`The column ${name} has no type.`);
      return resultColumn(name, type);
    });
    const file = createWriteStream(run.resultFile);
    let rows = 0;
    for await (const some of result.yieldRows()) {
      const lines = some.map((row) => {
        const texts = row.map((value, index) => {
          const type = types[index];
          return type === undefined ? null : (resultValue(value, type) ?? null);
        });
        return `${JSON.stringify(texts)}\n`;
      });
      rows += lines.length;
      if (!file.write(lines.join(''))) await once(file, 'drain');
    }
    file.end();
    await once(file, 'close');
    return { columns, rows, scannedBytes: bytes };
  }

  async function writeOut(connection: DuckDBConnection, query: string, unload: Unload): Promise<number> {
    const bucket = bucketOf(unload.bucket);
    if (bucket === undefined) throw new QueryFailedError(`The bucket ${unload.bucket} does not exist.`);
    if (bucket.list(unload.prefix).length > 0)
      throw new QueryFailedError(
        `HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: s3://${unload.bucket}/${unload.prefix}`,
      );
    const target = join(unloads, randomUUID());
    mkdirSync(target, { recursive: true });
    try {
      const partitions =
        unload.partitionedBy.length === 0
          ? ''
          : `, PARTITION_BY (${unload.partitionedBy.map(identifier).join(', ')}), OVERWRITE_OR_IGNORE`;
      const to = partitions === '' ? join(target, 'data.parquet') : target;
      const written = await connection.runAndReadAll(
        `COPY (${query}) TO ${literal(to)} (FORMAT parquet, COMPRESSION ${literal(unload.compression)}${partitions})`,
      );
      for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = relative(target, entry.parentPath)
          .split('/')
          .filter((part) => part !== '')
          .join('/');
        const key = `${unload.prefix}${path === '' ? '' : `${path}/`}${randomUUID()}.parquet`;
        bucket.put(key, readFileSync(join(entry.parentPath, entry.name)), 'application/octet-stream');
      }
      return Number(written.getRows()[0]?.[0] ?? 0);
    } finally {
      rmSync(target, { recursive: true, force: true });
    }
  }

  return {
    async run(query) {
      mkdirSync(links, { recursive: true });
      mkdirSync(unloads, { recursive: true });
      const db = await openDuckDb({ folders: [links, unloads] });
      const cancel = (): void => db.connection.interrupt();
      query.signal.addEventListener('abort', cancel);
      try {
        return await execute(db.connection, query);
      } finally {
        query.signal.removeEventListener('abort', cancel);
        db.close();
      }
    },
  };
}
