import type { DuckDBConnection } from '@duckdb/node-api';
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CatalogTable } from '../../assembly/resources.ts';
import { parseHiveType, toDuckdbType } from '../duckdb/hive-type.ts';
import { identifier, literal } from '../duckdb/open-duckdb.ts';
import type { BucketStore } from '../s3/create-s3.ts';
import { projectedFiles, type TableFile } from './projected-files.ts';

/** Shows the tables of the catalog to a query, each as a view over the files that Athena would see at this moment. */
export interface TableViews {
  /** Returns the paths of the files that are shown. */
  show(connection: DuckDBConnection, table: CatalogTable, now: number): Promise<readonly string[]>;
}

/**
 * @param folder where the files get names by their partition (`day=2026-11-28/...`), as links: DuckDB reads no others of
 * those that a condition on the partition leaves out
 */
export function createTableViews(folder: string, bucketOf: (name: string) => BucketStore | undefined): TableViews {
  /** What the links of a table are of, by path. */
  const linked = new Map<string, Set<string>>();

  function link(table: CatalogTable, files: readonly TableFile[]): readonly string[] {
    const root = join(folder, `${table.database}.${table.name}`);
    const known = linked.get(root) ?? knownLinks(root);
    const wanted = new Set<string>();
    for (const { file, identity, partition } of files) {
      const parts = table.partitionKeys.map(({ name }) => `${name}=${encodeURIComponent(partition[name] ?? '')}`);
      const path = join(root, ...parts, `${identity}.parquet`);
      wanted.add(path);
      if (known.has(path)) continue;
      mkdirSync(dirname(path), { recursive: true });
      if (!existsSync(path)) linkSync(file, path);
    }
    for (const path of known) if (!wanted.has(path)) rmSync(path, { force: true });
    linked.set(root, wanted);
    return [...wanted];
  }

  return {
    async show(connection, table, now) {
      if (table.problem !== undefined) throw new Error(`The table ${table.name}: ${table.problem}.`);
      const paths = link(table, projectedFiles(table, bucketOf, now));
      const all = [...table.columns, ...table.partitionKeys].map(({ name, type }) => ({
        name,
        type: toDuckdbType(parseHiveType(type)),
      }));
      const view = `${identifier(table.database)}.${identifier(table.name)}`;
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(table.database)}`);
      if (paths.length === 0) {
        const nothing = all.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${identifier(name)}`);
        await connection.run(`CREATE VIEW ${view} AS SELECT ${nothing.join(', ')} WHERE false`);
        return paths;
      }
      const keys = all.slice(table.columns.length);
      const hive =
        keys.length === 0
          ? ''
          : `, hive_partitioning = true, hive_types = {${keys.map(({ name, type }) => `${identifier(name)}: ${type}`).join(', ')}}`;
      const source = `read_parquet([${paths.map(literal).join(', ')}], union_by_name = true${hive})`;
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
      const there = new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
      // Files may be older than a column; Athena finds columns by their names.
      const columns = all.map(({ name, type }) => {
        const of = there.get(name);
        if (of === undefined) return `CAST(NULL AS ${type}) AS ${identifier(name)}`;
        return of === type ? identifier(name) : `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`;
      });
      await connection.run(`CREATE VIEW ${view} AS SELECT ${columns.join(', ')} FROM ${source}`);
      return paths;
    },
  };
}

function knownLinks(root: string): Set<string> {
  if (!existsSync(root)) return new Set();
  return new Set(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
