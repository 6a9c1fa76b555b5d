import type { DuckDBConnection } from '@duckdb/node-api';
import * as z from 'zod';
import { isRecord } from '../aws-response.ts';
import { literal } from '../duckdb/open-duckdb.ts';

/** Compressed bytes of a table by column. */
export type ColumnSizes = ReadonlyMap<string, number>;

/** Measures the columns of files; each file is looked at once. */
export function createColumnSizes(): (connection: DuckDBConnection, paths: readonly string[]) => Promise<ColumnSizes> {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return async (connection, paths) => {
    const unknown = paths.filter((path) => !known.has(path));
    if (unknown.length > 0) {
      const found = new Map<string, Map<string, number>>(unknown.map((path) => [path, new Map()]));
      const result = await connection.runAndReadAll(
        `SELECT file_name, split_part(path_in_schema, ',', 1), sum(total_compressed_size) ` +
          `FROM parquet_metadata([${unknown.map(literal).join(', ')}]) GROUP BY 1, 2`,
      );
      for (const [path, column, bytes] of result.getRows()) found.get(String(path))?.set(String(column), Number(bytes));
      for (const [path, sizes] of found) known.set(path, sizes);
    }
    const sum = new Map<string, number>();
    for (const path of paths)
      for (const [column, bytes] of known.get(path) ?? []) sum.set(column, (sum.get(column) ?? 0) + bytes);
    return sum;
  };
}

const scan = z.object({
  'Scanning Files': z.string().optional(),
  Projections: z.union([z.string(), z.array(z.string())]).optional(),
  Filters: z.union([z.string(), z.array(z.string())]).optional(),
});

/**
 * How many bytes a query reads: of the share of files that its conditions on partitions leave, the columns that it needs,
 * compressed, which is what Athena bills. It is known before the query runs, so that one beyond its workgroup's limit does not.
 * The plan does not name the table of a scan: of those that have its columns the largest counts.
 */
export async function scannedBytes(
  connection: DuckDBConnection,
  query: string,
  tables: readonly ColumnSizes[],
): Promise<number> {
  const explained = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${query}`);
  const plan: unknown = JSON.parse(String(explained.getRows()[0]?.[1]));
  let bytes = 0;
  for (const { columns, share } of scansOf(plan, tables)) {
    bytes += Math.max(0, ...tables.map((table) => sizeOf(table, columns) * share));
  }
  return Math.ceil(bytes);
}

function sizeOf(table: ColumnSizes, columns: readonly string[]): number {
  return columns.reduce((sum, column) => sum + (table.get(column) ?? 0), 0);
}

interface Scan {
  readonly columns: readonly string[];
  /** Of the table's files: those that are read. */
  readonly share: number;
}

function* scansOf(node: unknown, tables: readonly ColumnSizes[]): Generator<Scan> {
  if (Array.isArray(node)) {
    for (const one of node) yield* scansOf(one, tables);
    return;
  }
  if (!isRecord(node)) return;
  const info = scan.safeParse(node['extra_info']);
  const name = node['name'];
  if (info.success && typeof name === 'string' && name.trim().startsWith('READ_PARQUET')) {
    const { Projections: projections = [], Filters: filters = [], 'Scanning Files': files = '' } = info.data;
    const named = new Set([projections].flat());
    const condition = [filters].flat().join(' ');
    for (const table of tables) for (const column of table.keys()) if (condition.includes(column)) named.add(column);
    const [, read = '1', all = '1'] = /(\d+)\s*\/\s*(\d+)/.exec(files) ?? [];
    yield { columns: [...named], share: Number(read) / Math.max(1, Number(all)) };
  }
  yield* scansOf(node['children'], tables);
}
