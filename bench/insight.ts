import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import {
  askActivity,
  askBestHour,
  askEvents,
  askFunnel,
  askPeople,
  askRetention,
  buildDays,
  buildWeeks,
  daysAfter,
  NOTHING_ROLLED_UP,
  type Asked,
  type AskedAt,
  type RolledUp,
  type RollupBuild,
  type Statement,
} from '../src/domain/insight/index.ts';
import { LAKE_TABLES } from '../src/domain/lake/index.ts';
import { fillLake } from './insight/fill-lake.ts';

/**
 * Each built-in report of events over a lake of Parquet files, from rollups and the events of today, and beside it the same
 * from events alone, on DuckDB. `-- --events 10000000 --days 90 --threads 2`; it fails above `--limit` milliseconds,
 * and when the memory that brings events into the lake grows with how many there are.
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '90' },
    threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    limit: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const [events, days, limit] = [Number(values.events), Number(values.days), Number(values.limit)];
const TODAY = '2026-11-28';
const BUILT = `${TODAY} 00:00:00.000`;
const RUNS = 3;
/** What ten times as many events may need more: memory follows what is asked for, not how much there is. */
const PEAK_GROWTH = 1.2;

const folder = await mkdtemp(join(tmpdir(), 'insight-'));
const instance = await DuckDBInstance.create(':memory:', { threads: values.threads, memory_limit: '2GB' });
const connection = await instance.connect();

/** How long it takes by the clock, and for how long cores work at it: on a machine that others use as well these differ. */
async function run(asking: DuckDBConnection, { sql, parameters }: Statement): Promise<Taken> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const prepared = await asking.prepare(sql);
  for (const [index, value] of parameters.entries()) prepared.bindVarchar(index + 1, value);
  await prepared.runAndReadAll();
  prepared.destroySync();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1_000 };
}

interface Taken {
  readonly ms: number;
  readonly cpuMs: number;
}

async function build({ table, statement }: RollupBuild): Promise<void> {
  const partition = LAKE_TABLES[table].partition.name;
  await mkdir(join(folder, table), { recursive: true });
  const prepared = await connection.prepare(
    `copy (${statement.sql}) to '${join(folder, table)}' (format parquet, partition_by (${partition}), overwrite_or_ignore, filename_pattern 'build_{uuid}')`,
  );
  for (const [index, value] of statement.parameters.entries()) prepared.bindVarchar(index + 1, value);
  await prepared.run();
  prepared.destroySync();
  await connection.run(
    `create or replace view ${table} as select * from read_parquet('${join(folder, table)}/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)`,
  );
}

function statementOf(asked: Asked): Statement {
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.statement;
}

try {
  const began = performance.now();
  const filled = await fillLake(connection, folder, events, days);
  const fillMs = performance.now() - began;
  await connection.run(
    `create view events as select * from read_parquet('${folder}/events/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)`,
  );
  // One day at a time, as a nightly run builds them.
  const buildBegan = performance.now();
  const pass = { today: TODAY, builtAt: BUILT };
  const until = daysAfter(TODAY, -1);
  for (const day of filled.days.filter((one) => one <= until)) {
    for (const rollup of buildDays({ from: day, to: day }, pass)) await build(rollup);
  }
  const first = filled.days[0] ?? until;
  await build(buildWeeks({ from: first, to: until }, pass));
  const buildMs = performance.now() - buildBegan;

  const span = { from: daysAfter(TODAY, -27), to: TODAY };
  const weeks = { from: first, to: TODAY };
  const funnel = { ...span, steps: ['product_viewed', 'cart_added', 'order_paid'], withinHours: 24 };
  const coupons = { ...span, name: 'order_paid', attribute: 'coupon' };
  const sales = { ...span, name: 'order_paid', metric: 'amountKrw' };
  const reports: [string, (at: AskedAt) => Asked][] = [
    ['activity, 28 days, from all days', (at) => askActivity({ ...span, dormantDays: 30 }, at)],
    ['activity by order_paid', (at) => askActivity({ ...span, name: 'order_paid', dormantDays: 30 }, at)],
    ['people who are new', (at) => askPeople({ ...span, dormantDays: 30, kind: 'NEW' }, at)],
    ['retention of all weeks', (at) => askRetention(weeks, at)],
    ['funnel of three steps, 28 days', (at) => askFunnel(funnel, at)],
    ['events by name, 28 days', (at) => askEvents(span, at)],
    ['events by coupon, 28 days', (at) => askEvents(coupons, at)],
    ['sales, 28 days', (at) => askEvents(sales, at)],
    ['best hour, 28 days', (at) => askBestHour(span, at)],
  ];
  const messages = Object.entries(LAKE_TABLES.deliveries.columns).map(
    ([name, { type }]) => `cast(null as ${type}) as "${name}"`,
  );
  await connection.run(`create view deliveries as select ${messages.join(', ')}, '' as arrival_day where false`);
  const median = (taken: Taken[]): Taken => {
    const middle = [...taken].sort((a, b) => a.ms - b.ms)[Math.floor(taken.length / 2)];
    if (middle === undefined) throw new Error('Nothing was measured.');
    return middle;
  };
  const measured: { report: string; rollups: Taken; raw: Taken }[] = [];
  for (const [report, ask] of reports) {
    const takenOf = async (rolledUp: RolledUp): Promise<Taken> => {
      const statement = statementOf(ask({ now: Date.parse(`${TODAY}T12:00:00Z`), today: TODAY, rolledUp }));
      const taken: Taken[] = [];
      for (let round = 0; round < RUNS; round += 1) taken.push(await run(connection, statement));
      return median(taken);
    };
    const rollups = await takenOf({ before: TODAY, builtBy: BUILT, since: first });
    measured.push({ report, rollups, raw: await takenOf(NOTHING_ROLLED_UP) });
  }
  const slow = measured.filter(({ rollups }) => rollups.ms > limit);
  const grown = filled.peak / filled.peakAtTenth;
  const isMet = slow.length === 0 && grown <= PEAK_GROWTH;
  const result = {
    events: filled.events,
    days: filled.days.length,
    threads: Number(values.threads),
    fillMs,
    buildMs,
    peakAtTenth: filled.peakAtTenth,
    peak: filled.peak,
    measured,
    targets: { ms: limit, peakGrowth: PEAK_GROWTH },
    pass: isMet,
  };
  for (const { report, rollups } of slow)
    console.error(`${report} took ${rollups.ms.toFixed(0)} ms; ${limit} are allowed.`);
  if (grown > PEAK_GROWTH) console.error(`Ten times the events took ${grown.toFixed(2)} times the memory.`);
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(
      `${filled.events.toLocaleString('en')} events of ${filled.days.length} days, ${values.threads} threads`,
    );
    console.log(
      `made and laid down in ${(fillMs / 1_000).toFixed(1)} s, rollups built in ${(buildMs / 1_000).toFixed(1)} s`,
    );
    console.log(
      `peak memory ${(filled.peakAtTenth / 1e6).toFixed(0)} MB after a tenth, ${(filled.peak / 1e6).toFixed(0)} MB after all`,
    );
    for (const { report, rollups, raw } of measured) {
      const shown = ({ ms, cpuMs }: Taken): string =>
        `${ms.toFixed(0).padStart(6)} ms (${cpuMs.toFixed(0).padStart(5)} ms of cores)`;
      const ratio = (raw.ms / rollups.ms).toFixed(1);
      console.log(`${report.padEnd(36)} ${shown(rollups)}  from events alone ${shown(raw)}  x ${ratio}`);
    }
  }
  process.exitCode = isMet ? 0 : 1;
} finally {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
}
