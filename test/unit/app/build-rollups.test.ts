import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRollups, report, type BuildRollupsDeps, type RollupStore } from '../../../src/app/insight/index.ts';
import {
  askActivity,
  askEvents,
  askRetention,
  folderOf,
  NO_ROLLUPS,
  NOTHING_ROLLED_UP,
  type AskedAt,
  type Asked,
  type MarkedDay,
  type RollupState,
  type Statement,
} from '../../../src/domain/insight/index.ts';
import { koreanDay } from '../../../src/domain/schedule/index.ts';
import { lakeInDuckdb, type LakeInDuckdb } from '../../insight/lake-in-duckdb.ts';
import { eventRow, kst, type ToldEvent } from '../../insight/told-event.ts';

let duckdb: LakeInDuckdb;
beforeAll(async () => {
  duckdb = await lakeInDuckdb();
});
afterAll(() => duckdb.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = kst('2026-11-20 09:00');
const ROLLUPS = ['user_day', 'event_day', 'user_week'] as const;
const UNLOAD = /^UNLOAD \(([^]*)\) TO 's3:\/\/lake\/(\w+)\/\w+=([^/]+)\/built-(\d+)\/' WITH/;

/** A store that keeps its promises in one process. */
function memoryRollups(): RollupStore & { readonly mark: (day: string, at: number) => void } {
  let state: RollupState = NO_ROLLUPS;
  let held: { claim: string; until: number } | null = null;
  const marks = new Map<string, number>();
  return {
    mark: (day, at) => void marks.set(day, at),
    read: async (which) => {
      const all: MarkedDay[] = [...marks].map(([day, markedAt]) => ({ day, markedAt }));
      all.sort((a, b) => (a.day < b.day ? -1 : 1));
      return { state, marks: which === 'FIRST' ? all.slice(0, 1) : all };
    },
    claim: async (now, until) => {
      if (held !== null && held.until >= now) return null;
      held = { claim: `at ${now}`, until };
      return held.claim;
    },
    finish: async (claim, next, done) => {
      if (held?.claim !== claim) throw new Error('The claim is not held.');
      state = next;
      held = null;
      for (const { day, markedAt } of done) if (marks.get(day) === markedAt) marks.delete(day);
    },
    release: async (claim) => {
      if (held?.claim === claim) held = null;
    },
  };
}

/** A lake in DuckDB whose events lie there at once; `fails` says which statements end badly. */
function world(fails: (sql: string) => boolean = () => false) {
  let now = START;
  const rollups = memoryRollups();
  const answers: { statement: Statement; rows: Record<string, string | null>[]; isFailed: boolean }[] = [];
  const begun: string[] = [];
  const lake: BuildRollupsDeps['lake'] = {
    start: async (statement) => {
      const isFailed = fails(statement.sql);
      const [, sql = '', table, partition] = UNLOAD.exec(statement.sql) ?? [];
      if (table === undefined) answers.push({ statement, rows: await duckdb.run(statement), isFailed });
      else {
        begun.push(`${table} ${partition ?? ''}`);
        const known = ROLLUPS.find((name) => name === table);
        if (known === undefined) throw new Error(`There is no rollup ${table}.`);
        const key = known === 'user_week' ? 'week_kst' : 'day_kst';
        // What fails has written some of its files.
        const some = isFailed ? ' limit 1' : '';
        const written = `select *, '${partition ?? ''}' as ${key} from (${sql}) w${some}`;
        await duckdb.build(known, { sql: written, parameters: statement.parameters });
        answers.push({ statement, rows: [], isFailed });
      }
      return String(answers.length - 1);
    },
    look: async (id) => {
      const found = answers[Number(id)];
      if (found === undefined) return null;
      if (found.isFailed) return { state: 'FAILED', ...found.statement, reason: 'no memory', isOverLimit: false };
      return { state: 'DONE', ...found.statement, submittedAt: now, scannedBytes: 1 };
    },
    read: async (id) => {
      const rows = answers[Number(id)]?.rows ?? [];
      const columns = Object.keys(rows[0] ?? {}).map((name) => ({ name, type: 'varchar' }));
      return { columns, rows: rows.map((row) => columns.map(({ name }) => row[name] ?? null)) };
    },
  };
  const removed: string[] = [];
  const deps = {
    lake,
    rollups,
    prices: { get: async () => ({ revision: 0, prices: [], rates: [] }) },
    files: {
      bucket: 'lake',
      list: async (folder) => {
        const key = folder.table === 'user_week' ? 'week_kst' : 'day_kst';
        const sql = `select distinct strftime(built_at, '%Y%m%d%H%M%S%g') as built from ${folder.table} where ${key} = ?`;
        const rows = await duckdb.run({ sql, parameters: [folder.partition] });
        return rows.map(({ built }) => `built-${built ?? ''}/part.parquet`);
      },
      remove: async (folder, paths) => {
        const key = folder.table === 'user_week' ? 'week_kst' : 'day_kst';
        for (const path of paths) {
          removed.push(`${folderOf(folder)}${path}`);
          const built = /\d+/.exec(path)?.[0] ?? '';
          const sql = `delete from ${folder.table} where ${key} = ? and strftime(built_at, '%Y%m%d%H%M%S%g') = ?`;
          await duckdb.run({ sql, parameters: [folder.partition, built] });
        }
      },
    },
    clock: { now: () => now, sleep: async (milliseconds) => void (now += milliseconds) },
  } satisfies BuildRollupsDeps & Parameters<typeof report>[0];
  return {
    deps,
    begun,
    removed,
    to: (at: number) => void (now = at),
    now: () => now,
    /** As fill-lake does: a day that is over is marked before its event is there. */
    tell: async (...events: ToldEvent[]) => {
      for (const event of events) {
        const day = koreanDay(event.at);
        if (day < koreanDay(now)) rollups.mark(day, now);
        await duckdb.insert('events', [eventRow({ ...event, receivedAt: now })]);
      }
    },
  };
}

const event = (customer: string, eventId: string, at: number, name = 'visited'): ToldEvent => ({
  customer,
  eventId,
  at,
  name,
});

const SPAN = { from: '2026-11-09', to: '2026-12-05' };
const QUESTIONS: readonly ((at: AskedAt) => Asked)[] = [
  (at) => askActivity({ ...SPAN, dormantDays: 3 }, at),
  (at) => askActivity({ ...SPAN, name: 'visited', dormantDays: 3 }, at),
  (at) => askRetention(SPAN, at),
  (at) => askEvents(SPAN, at),
];

/** The rows of a report as it is asked, and of the same from events alone. */
async function both({ deps, now }: ReturnType<typeof world>, ask: (at: AskedAt) => Asked) {
  const asked = ask({ now: now(), today: koreanDay(now()), rolledUp: NOTHING_ROLLED_UP });
  if (!asked.ok) throw new Error(asked.error.message);
  const answered = await report(deps, ask);
  if (!answered.ok) throw new Error(answered.error.message);
  return { rolled: answered.rows, raw: await duckdb.run(asked.statement) };
}

describe('rollups', () => {
  it('of a day are built when it is over and its events are there, and reports read them', async () => {
    await duckdb.empty();
    const one = world();
    await one.tell(event('a', '1', START), event('a', '2', START + HOUR), event('b', '1', START, 'paid'));
    one.to(kst('2026-11-21 00:20'));
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: [] });
    one.to(kst('2026-11-21 00:40'));
    expect(await buildRollups(one.deps, HOUR)).toEqual({ days: ['2026-11-20'], weeks: [], left: 0, failed: [] });
    expect(one.begun).toEqual(['user_day 2026-11-20', 'event_day 2026-11-20']);
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: [] });
    // What is read from rollups does not need the events any more.
    await duckdb.connection.run('delete from events');
    const answered = await report(one.deps, (at) => askEvents({ from: '2026-11-20', to: '2026-11-20' }, at));
    expect(answered).toMatchObject({
      ok: true,
      rows: expect.arrayContaining([expect.objectContaining({ events: '3' })]) as unknown[],
    });
  });

  it('of a week are built when it is over', async () => {
    await duckdb.empty();
    const one = world();
    await one.tell(event('a', '1', START));
    one.to(kst('2026-11-23 01:00'));
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: ['2026-11-20'], weeks: ['2026-11-16'] });
  });

  it('of a day that an event came late for are read by nobody until they are built anew', async () => {
    await duckdb.empty();
    const one = world();
    await one.tell(event('a', '1', START));
    one.to(kst('2026-11-24 01:00'));
    await buildRollups(one.deps, HOUR);
    await one.tell(event('late', '1', START));
    for (const ask of QUESTIONS) {
      const { rolled, raw } = await both(one, ask);
      expect(rolled).toEqual(raw);
    }
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: [] });
    one.to(kst('2026-11-24 02:00'));
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: ['2026-11-20'], weeks: ['2026-11-16'] });
    expect(one.removed).toEqual([]);
    expect((await one.deps.rollups.read('EVERY')).marks).toEqual([]);
    one.to(kst('2026-11-25 01:00'));
    await buildRollups(one.deps, HOUR);
    expect(one.removed.map((path) => path.replace(/=.*/, '')).toSorted()).toEqual([
      'event_day/day_kst',
      'user_day/day_kst',
      'user_week/week_kst',
    ]);
    const { rolled, raw } = await both(one, (at) => askActivity({ ...SPAN, dormantDays: 3 }, at));
    expect(rolled).toEqual(raw);
  });

  it('asks anew when an event came late for a day that was read from them meanwhile', async () => {
    await duckdb.empty();
    const one = world();
    await one.tell(event('a', '1', START));
    one.to(kst('2026-11-24 01:00'));
    await buildRollups(one.deps, HOUR);
    let isTold = false;
    const { start } = one.deps.lake;
    const lake = {
      ...one.deps.lake,
      // As the sandbox does: what was acknowledged is put into the lake by the question.
      start: async (statement: Statement) => {
        if (!isTold) await one.tell(event('late', '1', START));
        isTold = true;
        return start(statement);
      },
    };
    const answered = await report({ ...one.deps, lake }, (at) =>
      askEvents({ from: '2026-11-20', to: '2026-11-20' }, at),
    );
    expect(answered).toMatchObject({
      ok: true,
      rows: expect.arrayContaining([expect.objectContaining({ events: '2' })]) as unknown[],
    });
  });

  it('that fail are tried again by the next pass, and what is there of them is read by nobody', async () => {
    await duckdb.empty();
    let isBroken = true;
    const one = world((sql) => isBroken && sql.includes('event_day/day_kst=2026-11-21'));
    await one.tell(event('a', '1', START));
    one.to(START + DAY);
    await one.tell(event('a', '2', START + DAY), event('b', '2', START + DAY));
    one.to(START + 2 * DAY);
    await one.tell(event('a', '3', START + 2 * DAY));
    one.to(START + 3 * DAY);
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({
      days: ['2026-11-20', '2026-11-22'],
      left: 1,
      failed: [{ partition: '2026-11-21', reason: 'no memory' }],
    });
    for (const ask of QUESTIONS) {
      const { rolled, raw } = await both(one, ask);
      expect(rolled).toEqual(raw);
    }
    isBroken = false;
    one.to(START + 3 * DAY + HOUR);
    expect(await buildRollups(one.deps, HOUR)).toMatchObject({ days: ['2026-11-21'], left: 0, failed: [] });
  });

  it('are built by one pass at a time', async () => {
    await duckdb.empty();
    const one = world();
    await one.tell(event('a', '1', START));
    one.to(START + 2 * DAY);
    const [first, second] = await Promise.all([buildRollups(one.deps, HOUR), buildRollups(one.deps, HOUR)]);
    expect([first.days, second.days].toSorted()).toEqual([[], ['2026-11-20']]);
  });

  it('answer what events answer, whatever comes when, and wherever passes fail', { timeout: 120_000 }, async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('TELL' as const),
          who: fc.constantFrom('a', 'b', 'c'),
          id: fc.nat(30),
          daysAgo: fc.nat(12),
          name: fc.constantFrom('visited', 'paid'),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('WAIT' as const), hours: fc.integer({ min: 1, max: 40 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('BUILD' as const),
          failing: fc.option(fc.nat(12), { nil: undefined }),
          budget: fc.constantFrom(0, HOUR),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 25 }), async (steps) => {
        await duckdb.empty();
        let failing: number | undefined;
        let count = 0;
        const one = world(() => {
          count += 1;
          return count === failing;
        });
        const known = new Map<string, ToldEvent>();
        for (const next of steps) {
          if (next.kind === 'WAIT') one.to(one.now() + next.hours * HOUR);
          else if (next.kind === 'TELL') {
            const key = `${next.who} ${next.id}`;
            const told = known.get(key) ?? event(next.who, String(next.id), one.now() - next.daysAgo * DAY, next.name);
            known.set(key, told);
            await one.tell(told);
          } else {
            failing = next.failing === undefined ? undefined : count + next.failing;
            await buildRollups(one.deps, next.budget).catch(() => undefined);
            failing = undefined;
            for (const ask of QUESTIONS) {
              const { rolled, raw } = await both(one, ask);
              expect(rolled).toEqual(raw);
            }
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});
