import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLake, type LakeSettings } from './lake-services.ts';

const opened: ReturnType<typeof openLake>[] = [];
const open = (settings?: LakeSettings): ReturnType<typeof openLake> => {
  const lake = openLake(settings);
  opened.push(lake);
  return lake;
};

afterEach(async () => {
  for (const lake of opened.splice(0)) await lake.remove();
});

describe('queries of the lake', () => {
  it('E4: do not see a Korean day that a projection in UTC does not reach yet, and see it when it ends a day later', async () => {
    // 29 November 03:00 in Korea.
    const startAt = Date.parse('2026-11-28T18:00:00Z');
    const late = open({ startAt, range: '2026-11-01,NOW' });
    await late.put('{"id":"a"}');
    expect(await late.rows('SELECT count(*) FROM things')).toEqual([['0']]);
    const right = open({ startAt, range: '2026-11-01,NOW+1DAY' });
    await right.put('{"id":"a"}');
    expect(await right.rows('SELECT day, count(*) FROM things GROUP BY day')).toEqual([['2026-11-29', '1']]);
  });

  it.each([
    ["SELECT * FROM read_text('/etc/hostname')", 'read_text'],
    ["SELECT * FROM '../secret.parquet'", 'TABLE_NOT_FOUND'],
    ["SELECT getenv('HOME')", 'getenv'],
    ["/* x */ DELETE FROM things WHERE id = 'a'", 'DELETE'],
    ['WITH a AS (SELECT 1) DELETE FROM things', 'SELECT'],
    ['SELECT 1; SELECT 2', 'Only one'],
    ['SELECT * FROM read_parquet(ARRAY[1])', 'read_parquet'],
    ["SELECT * FROM glob('/etc/*')", 'glob'],
    ["SELECT (SELECT content FROM read_text('/etc/hostname'))", 'read_text'],
    ["SELECT * FROM query('SELECT 1')", 'query'],
    ['SELECT * FROM duckdb_settings()', 'duckdb_settings'],
    ['SELECT * FROM information_schema.tables', 'TABLE_NOT_FOUND'],
    ["SELECT current_setting('threads')", 'current_setting'],
    ["SET memory_limit = '1GB'", 'SET'],
    ["COPY things TO '/tmp/x'", 'COPY'],
    ["ATTACH '/tmp/x.db'", 'ATTACH'],
    ['INSTALL httpfs', 'INSTALL'],
    ['DROP TABLE things', 'DROP'],
    ['DESCRIBE things', 'DESCRIBE'],
    ['SELECT * FROM (SHOW TABLES)', 'SHOW_REF'],
  ])('E14: %s is refused before anything runs', async (sql, word) => {
    const lake = open();
    await lake.put('{"id":"a"}');
    const { state, reason } = await lake.run(sql);
    expect(['REFUSED', 'FAILED']).toContain(state);
    expect(reason).toContain(word);
  });

  it('E14: a semicolon in a text and one at the end are no second statement', async () => {
    const lake = open();
    expect(await lake.rows("SELECT ';' AS a")).toEqual([[';']]);
    expect(await lake.rows('SELECT 1;')).toEqual([['1']]);
    expect(await lake.rows("SELECT 'it''s' AS a -- ; not here\n;")).toEqual([["it's"]]);
  });

  it.each([
    ['SELECT id FROM things QUALIFY row_number() OVER (ORDER BY id) = 1', 'QUALIFY'],
    ['SELECT n::bigint FROM things', '::'],
    ['SELECT * EXCLUDE (id) FROM things', '*'],
    ['SELECT [1, 2]', '['],
    ['SELECT id, count(*) FROM things GROUP BY ALL', 'ALL'],
    ['SELECT list_sort(flags) FROM things', 'list_sort'],
    ["SELECT attributes['k'] FROM things", 'element_at'],
    ['SELECT * FROM things ASOF JOIN things AS b ON things.n > b.n', 'ASOF'],
  ])('refuse what Athena does not understand, or understands otherwise: %s', async (sql, word) => {
    const { state, reason } = await open().run(sql);
    expect(state).not.toBe('SUCCEEDED');
    expect(reason).toContain(word);
  });

  it('cannot read a file of this machine even by a name that is a table somewhere in the query', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'secret-'));
    const file = join(folder, 'secret.csv');
    writeFileSync(file, 'word\nopen sesame\n');
    const { state, reason } = await open().run(
      `SELECT * FROM (WITH "${file}" AS (SELECT 1 AS one) SELECT one FROM "${file}") a, "${file}" b`,
    );
    expect(state).toBe('FAILED');
    expect(reason).not.toContain('sesame');
    rmSync(folder, { recursive: true });
  });

  it('answer with the header first, typed, page by page, in Athena’s spelling of values', async () => {
    const lake = open();
    await lake.put(
      '{"id":"a","n":7,"amount":12000000.5,"at":"2026-11-28 10:00:00.5","attributes":{"k":"v"},"flags":["X","Y"]}',
      '{"id":"b"}',
    );
    const { state, id, reason } = await lake.run(
      'SELECT id, n, amount, "at" AS moment, attributes, flags, n > 1 AS big, sum(n) OVER () AS total, 7 / 2 AS half, 1.5 AS d, cast(7 as double) AS s, day FROM things ORDER BY id',
    );
    expect([state, reason]).toEqual(['SUCCEEDED', '']);
    const { rows, columns } = await lake.page(id);
    expect(columns.map(({ Type }) => Type)).toEqual([
      ...[
        'varchar',
        'integer',
        'double',
        'timestamp',
        'map',
        'array',
        'boolean',
        'bigint',
        'integer',
        'decimal',
        'double',
      ],
      'varchar',
    ]);
    expect(rows[0]?.slice(0, 4)).toEqual(['id', 'n', 'amount', 'moment']);
    expect(rows[1]?.slice(0, 11)).toEqual([
      ...['a', '7', '1.20000005E7', '2026-11-28 10:00:00.500', '{k=v}', '[X, Y]', 'true', '7', '3', '1.5', '7.0'],
    ]);
    expect(rows[2]?.slice(0, 7)).toEqual(['b', null, null, null, null, null, null]);
    const first = await lake.page(id, 2);
    expect([first.rows.length, typeof first.token]).toEqual([2, 'string']);
    expect((await lake.page(id, 2, first.token)).rows.map(([name]) => name)).toEqual(['b']);
    expect(lake.results?.list('athena/').map(({ key }) => key)).toEqual([`athena/${id}.csv`]);
  });

  it('take parameters as literals, each in its place, and nothing else', async () => {
    const lake = open();
    await lake.put('{"id":"it\'s ?","n":1}', '{"id":"b","n":2}');
    expect(await lake.rows("SELECT n FROM things WHERE id = ? AND '?' = '?'", ["'it''s ?'"])).toEqual([['1']]);
    expect(await lake.rows('SELECT id FROM things WHERE n >= ? /* from ? */ ORDER BY id', ['2'])).toEqual([['b']]);
    expect((await lake.run('SELECT ?', ['id FROM things'])).reason).toContain('not a literal');
    expect((await lake.run('SELECT ?')).reason).toContain('expected 1');
  });

  it('are cancelled when they would read more than the workgroup allows, and say what they read', async () => {
    const limited = open({ maxScannedBytes: 10 });
    await limited.put('{"id":"a","n":1}');
    expect(await limited.run('SELECT max(id) FROM things')).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringContaining('Bytes scanned limit was exceeded') as string,
    });
    const free = open();
    await free.put(
      ...Array.from({ length: 200 }, (_, n) => JSON.stringify({ id: `${n}`, n, attributes: { x: `${n}`.repeat(50) } })),
    );
    const narrow = await free.run('SELECT sum(n) FROM things');
    const wide = await free.run('SELECT max(id), sum(n), count(attributes) FROM things');
    expect(narrow.scannedBytes).toBeGreaterThan(0);
    expect(wide.scannedBytes).toBeGreaterThan(narrow.scannedBytes);
  });

  it('write what they find to files by UNLOAD, once', async () => {
    const lake = open();
    await lake.put('{"id":"a","n":1}');
    const unload =
      "UNLOAD (SELECT id, n, day FROM things) TO 's3://lake/copies/' WITH (format = 'PARQUET', partitioned_by = ARRAY['day'])";
    expect(await lake.run(unload)).toMatchObject({ state: 'SUCCEEDED' });
    expect(lake.bucket?.list('copies/').map(({ key }) => key)).toEqual([
      expect.stringMatching(/^copies\/day=\d{4}-\d{2}-\d{2}\/[0-9a-f-]+\.parquet$/),
    ]);
    expect((await lake.run(unload)).reason).toContain('HIVE_PATH_ALREADY_EXISTS');
    expect(
      (await lake.run("UNLOAD (SELECT * FROM read_text('/etc/hostname')) TO 's3://lake/x/' WITH (format = 'PARQUET')"))
        .state,
    ).toBe('FAILED');
  });

  it('are there after a restart, and one token starts one query', async () => {
    const lake = open();
    await lake.put('{"id":"a"}');
    const input = {
      QueryString: 'SELECT id FROM things',
      WorkGroup: 'insight',
      ClientRequestToken: 'x'.repeat(32),
      QueryExecutionContext: { Database: 'shop' },
    };
    const [first, second] = [
      await lake.athena('StartQueryExecution', input),
      await lake.athena('StartQueryExecution', input),
    ];
    expect(String(first.body)).toBe(String(second.body));
    expect((await lake.athena('StartQueryExecution', { ...input, QueryString: 'SELECT 1' })).status).toBe(400);
    const { id } = await lake.run('SELECT id FROM things');
    await lake.stop();
    const again = openLake({ folder: lake.folder });
    expect((await again.page(id)).rows).toEqual([['id'], ['a']]);
    await again.stop();
  });

  it('are refused by name where the sandbox runs nothing of it, and checked against the service model', async () => {
    const lake = open();
    expect((await lake.athena('ListWorkGroups', {})).status).toBe(501);
    expect((await lake.athena('StartQueryExecution', { QueryString: 7 })).status).toBe(400);
    expect(
      String((await lake.athena('StartQueryExecution', { QueryString: 'SELECT 1', WorkGroup: 'other' })).body),
    ).toContain('WorkGroup is not found');
  });
});
