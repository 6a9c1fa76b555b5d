import type { DuckDBConnection } from '@duckdb/node-api';

/** A database in memory that reads and writes files of some folders, and nothing else of this machine. */
export interface DuckDb {
  readonly connection: DuckDBConnection;
  close(): void;
}

export interface DuckDbOptions {
  /** Absolute paths of all that may be read or written. */
  readonly folders: readonly string[];
  readonly memoryMb?: number;
}

const DEFAULT_MEMORY_MB = 1_024;

/**
 * Opens DuckDB with everything shut that a statement could reach out with: extensions, other files, settings. Loaded when
 * it is needed: most backends have no lake.
 */
export async function openDuckDb({ folders, memoryMb = DEFAULT_MEMORY_MB }: DuckDbOptions): Promise<DuckDb> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    memory_limit: `${memoryMb}MB`,
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // As Trino divides: 7 / 2 is 3.
  await connection.run('SET integer_division = true');
  await connection.run(`SET allowed_directories = [${folders.map((folder) => literal(`${folder}/`)).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text as SQL has it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL has it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
