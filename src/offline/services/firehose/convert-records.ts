import { createWriteStream, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RecordConversion } from '../../assembly/resources.ts';
import { parseHiveType, toDuckdbType } from '../duckdb/hive-type.ts';
import { identifier, literal, openDuckDb, type DuckDb } from '../duckdb/open-duckdb.ts';
import { deserialize } from './deserialize.ts';

/** What became of the records of one object. */
export interface Converted {
  /** Parquet; undefined when no record could be read. */
  readonly parquet: Buffer | undefined;
  readonly rows: number;
  readonly failed: readonly { readonly text: string; readonly problem: string }[];
}

/** Turns records of JSON into Parquet as Firehose does, with DuckDB as the writer. One conversion at a time. */
export interface RecordConverter {
  convert(records: readonly string[], conversion: RecordConversion): Promise<Converted>;
  close(): Promise<void>;
}

/** @param folder for files that last as long as a conversion */
export function createRecordConverter(folder: string): RecordConverter {
  let opened: Promise<DuckDb> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function convert(records: readonly string[], conversion: RecordConversion): Promise<Converted> {
    await mkdir(folder, { recursive: true });
    opened ??= openDuckDb({ folders: [folder] });
    const { connection } = await opened;
    const columns = conversion.columns.map(({ name, type }) => ({ name, type: parseHiveType(type) }));
    const source = join(folder, 'records.ndjson');
    const target = join(folder, 'records.parquet');
    const failed: { text: string; problem: string }[] = [];
    let rows = 0;
    const lines = createWriteStream(source);
    for (const text of records) {
      const read = deserialize(text, columns, conversion.deserializer);
      if (!read.ok) {
        failed.push({ text, problem: read.problem });
        continue;
      }
      rows += read.rows.length;
      const block = read.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      if (!lines.write(block)) await once(lines, 'drain');
    }
    lines.end();
    await once(lines, 'close');
    if (rows === 0) return { parquet: undefined, rows, failed };
    const typed = columns.map(({ name, type }) => `${identifier(name)}: ${literal(toDuckdbType(type))}`);
    await connection.run(
      `COPY (SELECT * FROM read_json(${literal(source)}, format = 'newline_delimited', columns = {${typed.join(', ')}}, ` +
        `maximum_object_size = 104857600)) TO ${literal(target)} (FORMAT parquet, COMPRESSION ${literal(conversion.compression)})`,
    );
    const parquet = readFileSync(target);
    rmSync(source, { force: true });
    rmSync(target, { force: true });
    return { parquet, rows, failed };
  }

  return {
    convert(records, conversion) {
      const next = last.then(() => convert(records, conversion));
      last = next.catch(() => undefined);
      return next;
    },
    async close() {
      await last;
      (await opened)?.close();
      opened = undefined;
    },
  };
}
