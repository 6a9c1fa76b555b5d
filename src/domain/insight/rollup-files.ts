import { LAKE_TABLES, type DerivedTableName } from '../lake/index.ts';
import type { RollupBuild } from './rollups.ts';
import type { Statement } from './statement.ts';

/** The folder of one day or week of a rollup, under which each build has a folder of its own. */
export type RollupFolder = { readonly table: DerivedTableName; readonly partition: string };

/** Where in the lake's bucket it lies: its files are found by the day or the week. */
export function folderOf({ table, partition }: RollupFolder): string {
  return `${table}/${LAKE_TABLES[table].partition.name}=${partition}/`;
}

/** Athena reads what lies below a partition's folder as well, and UNLOAD writes into none that has anything in it. */
const BUILD = /^built-(\d+)\//;

/** The folder of a build, below that of its partition. */
function buildFolder(builtAt: string): string {
  return `built-${builtAt.replaceAll(/\D/g, '')}/`;
}

/** Those of a folder's files (by their paths below it) that belong to builds before this one. */
export function supersededBy(builtAt: string, paths: readonly string[]): readonly string[] {
  const [, kept = ''] = BUILD.exec(buildFolder(builtAt)) ?? [];
  return paths.filter((path) => {
    const [, built] = BUILD.exec(path) ?? [];
    return built !== undefined && built < kept;
  });
}

/** The statement that writes the rows of a build to files of a bucket: Parquet, with the columns that the table has. */
export function unloadStatement(
  { table, statement }: RollupBuild,
  { bucket, partition, builtAt }: { readonly bucket: string; readonly partition: string; readonly builtAt: string },
): Statement {
  const columns = Object.keys(LAKE_TABLES[table].columns).join(', ');
  const target = `s3://${bucket}/${folderOf({ table, partition })}${buildFolder(builtAt)}`;
  return {
    sql: `UNLOAD (select ${columns} from (\n${statement.sql}\n) built) TO '${target}' WITH (format = 'PARQUET', compression = 'SNAPPY')`,
    parameters: statement.parameters,
  };
}
