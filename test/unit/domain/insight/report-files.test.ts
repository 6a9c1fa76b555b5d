import { readFile } from 'node:fs/promises';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATEMENT_FILE, statementFile } from '../../../../scripts/generate/statement-file.ts';
import { STATEMENTS } from '../../../../src/domain/insight/generated/statements.ts';
import { lakeInDuckdb, type LakeInDuckdb } from '../../../insight/lake-in-duckdb.ts';

const FILES = Object.entries(STATEMENTS);

let lake: LakeInDuckdb;
beforeAll(async () => void (lake = await lakeInDuckdb()));
afterAll(() => lake.close());

/** A value of the kind that a parameter's name tells. */
function valueOf(parameter: string): string {
  if (/^(built|now)/.test(parameter)) return '2026-11-28 00:00:00.000';
  return /(Days|Ms)$/.test(parameter) ? '7' : '2026-11-16';
}

describe('the SQL files of the reports', () => {
  it('are what functions carry (npm run generate:statements)', async () => {
    expect(await readFile(STATEMENT_FILE, 'utf8')).toBe(await statementFile('.'));
  });

  it.each(FILES)('%s is Trino, by its grammar', (_, { sql }) => {
    expect(new TrinoSQL().validate(sql)).toEqual([]);
  });

  it.each(FILES)('%s runs on DuckDB', async (_, { sql, parameters }) => {
    const values = parameters.map(valueOf);
    await expect(lake.run({ sql, parameters: values })).resolves.toBeInstanceOf(Array);
  });

  it.each(FILES)(
    'E8: %s asks no map by its key alone, of which Trino and DuckDB make different things',
    (_, { sql }) => {
      const words = sql.replace(/^\s*--.*$/gm, '');
      expect(words).not.toMatch(/element_at|(attributes|metrics|names)\s*\[/);
      // Places of lists of values are asked for, and only those that are there.
      for (const [, list] of words.matchAll(/(\S+)\s*\[/g)) expect(list).toMatch(/(^|\()map_values\((\w+\.)?\w+\)$/);
    },
  );

  it.each(FILES)('%s reads of what arrives no more than the days that may hold it', (_, { sql }) => {
    const reads = sql.match(/^\s*from (events|deliveries|consents|reach)$/gm)?.length ?? 0;
    expect(
      sql.match(/^\s*where arrival_day between \? \/\* arrivalFrom \*\/ and \? \/\* arrivalTo \*\/$/gm) ?? [],
    ).toHaveLength(reads);
  });
});
