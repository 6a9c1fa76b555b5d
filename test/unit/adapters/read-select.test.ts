import { describe, expect, it } from 'vitest';
import { readSelect } from '../../../src/adapters/trino-grammar/index.ts';

function why(sql: string): string {
  const read = readSelect.read(sql);
  return read.ok ? `runs: ${read.sql}` : read.error.message;
}

const REFUSED: readonly [string, RegExp][] = [
  ["SELECT * FROM read_text('/etc/hostname')", /line 1/],
  ["SELECT * FROM '../secret.parquet'", /line 1/],
  ["SELECT getenv('HOME')", /function "getenv"/],
  ['/* x */ DELETE FROM events', /not allowed/],
  ['WITH a AS (SELECT 1) DELETE FROM events', /line 1/],
  ['SELECT 1; SELECT 2', /exactly one/],
];

describe('E14: SQL of analysts', () => {
  it.each(REFUSED)('refuses %s before anything runs', (sql, reason) => {
    expect(why(sql)).toMatch(/^Nothing was run\./);
    expect(why(sql)).toMatch(reason);
  });

  it.each(["SELECT ';' AS a", 'SELECT 1;'])('runs %s', (sql) => {
    expect(why(sql)).toMatch(/^runs: SELECT /);
  });
});

describe('what is no SELECT over the tables of the lake', () => {
  it.each([
    'TABLE events',
    'VALUES 1',
    'EXPLAIN SELECT 1',
    'EXPLAIN ANALYZE SELECT count(*) FROM events',
    'PREPARE a FROM SELECT 1',
    'EXECUTE a',
    "EXECUTE IMMEDIATE 'SELECT 1'",
    "UNLOAD (SELECT * FROM events) TO 's3://x/' WITH (format = 'PARQUET')",
    'CREATE TABLE a AS SELECT 1',
    'INSERT INTO events SELECT * FROM events',
    'SHOW TABLES',
    'DESCRIBE events',
    'CALL system.runtime.kill_query()',
    'SELECT * FROM "../secret.parquet"',
    'SELECT * FROM "events.parquet"',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM "information_schema"."tables"',
    'SELECT * FROM lake.events',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM duckdb_settings',
    'SELECT * FROM "events$partitions"',
    "SELECT * FROM TABLE(read_text('/etc/hostname'))",
    "SELECT * FROM TABLE(system.query(query => 'x'))",
    'SELECT current_user',
    'SELECT current_catalog, current_schema',
    'SELECT version()',
    "SELECT read_text('/etc/hostname')",
    'SELECT "getenv"(\'HOME\')',
    "SELECT main.getenv('HOME')",
    "SELECT GETENV('HOME') FROM events",
    "SELECT count(*) FROM events WHERE customer_key IN (SELECT content FROM read_text('/etc/hostname'))",
    'SELECT (SELECT max(a) FROM secret) FROM events',
    'SELECT * FROM events CROSS JOIN LATERAL (SELECT * FROM secret) t',
    'SELECT * FROM (WITH secret AS (SELECT 1) SELECT * FROM secret) a, secret',
    'WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a',
    'WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT * FROM a',
    'WITH "../secret.parquet" AS (SELECT 1) SELECT * FROM "../secret.parquet"',
    'WITH events AS (SELECT 1) SELECT * FROM events',
    "SELECT U&'\\0061'",
    'SELECT U&"\\0065vents" FROM events',
    'SELECT * FROM U&"\\0065vents"',
    "SELECT E'\\' , 1 --'",
    'SELECT `name` FROM events',
    'SELECT $$a$$',
    'SELECT ? FROM events',
    'SELECT x::integer FROM events',
    'SELECT * EXCLUDE (name) FROM events',
    'FROM events',
    'SELECT 1 INTO a',
    'SELECT * FROM events; -- a\n DELETE FROM events',
    '',
    '   ',
    '-- nothing',
    ';',
    `SELECT ${'('.repeat(60)}1${')'.repeat(60)}`,
    `SELECT '${'a'.repeat(20_001)}'`,
    `SELECT ${'not '.repeat(4_900)}true`,
    `SELECT ${'- '.repeat(9_000)}1`,
    `SELECT ${'(select '.repeat(14)}1${')'.repeat(14)}`,
    `SELECT ${'(((((select '.repeat(3)}1${')'.repeat(15)}`,
    `SELECT ${'case 1 when 1 then '.repeat(500)}1${' end'.repeat(500)}`,
  ])('refuses %s', (sql) => {
    expect(why(sql)).toMatch(/^Nothing was run\./);
  });
});

describe('what is one', () => {
  it.each([
    ['select name, count(*) from events group by name', 'select "name" , count ( * ) from "events" group by "name"'],
    [
      'with a as (select customer_key from events), b as (select * from a) select count(*) from b',
      'with "a" as ( select "customer_key" from "events" ) , "b" as ( select * from "a" ) select count ( * ) from "b"',
    ],
    ['SELECT at FROM deliveries -- it says when', 'SELECT "at" FROM "deliveries"'],
    ['select /* /* */ \' */ from "/etc/hostname" -- \'', 'select \' */ from "/etc/hostname" -- \''],
    ["SELECT timestamp '2026-11-28 00:00:00' AS t", 'SELECT timestamp \'2026-11-28 00:00:00\' AS "t"'],
    ['SELECT 장바구니.name FROM events', ''],
  ])('is handed on as its own words: %s', (sql, words) => {
    if (words === '') expect(why(sql)).toMatch(/^Nothing was run\./);
    else expect(why(sql)).toBe(`runs: ${words}`);
  });

  it.each([
    "select * from events e join deliveries d on d.customer_key = e.customer_key where e.day_kst between '2026-11-01' and '2026-11-28'",
    'select day_kst, approx_distinct(customer_key) from events group by rollup (day_kst) order by 1 desc limit 10',
    'select k, count(*) from events cross join unnest(map_keys(attributes)) as t(k) group by k having count(*) > 1',
    'select row_number() over (partition by name order by occurred_at rows between unbounded preceding and current row) from events',
    "select case when name = 'a' then 1 else 0 end, cast(metrics as map(varchar, double)), interval '1' day from events",
    "select count(distinct customer_key) filter (where name like 'a%') from events where exists (select 1 from consents)",
    '(select 1) union all (select 2)',
    `SELECT ${'(select '.repeat(6)}1${')'.repeat(6)}`,
  ])('may be %s', (sql) => {
    expect(why(sql)).toMatch(/^runs: /);
  });
});
