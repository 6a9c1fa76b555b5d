import { describe, expect, it } from 'vitest';
import { readSelect } from '../../../src/adapters/trino-grammar/index.ts';
import { report, runReport, type LakeQueries, type QueryState } from '../../../src/app/insight/index.ts';
import { askActivity, askCost, askFunnel, NO_ROLLUPS, type Statement } from '../../../src/domain/insight/index.ts';

const NOW = Date.parse('2026-11-28T03:00:00Z');
const SPAN = { from: '2026-11-01', to: '2026-11-28' };

type End = { readonly scannedBytes: number } | { readonly reason: string; readonly isOverLimit: boolean };

/** A lake whose queries take a while, and then end in a way that is told. */
function slowLake(takesMs: number, end: End) {
  let now = NOW;
  const begun: Statement[] = [];
  const lake: LakeQueries = {
    async start(statement) {
      begun.push(statement);
      return `q${begun.length}`;
    },
    async look(queryId) {
      const statement = begun[Number(queryId.slice(1)) - 1];
      if (statement === undefined) return null;
      const told = { ...statement, submittedAt: NOW };
      if (now - NOW < takesMs) return { state: 'RUNNING', ...told };
      const state: QueryState =
        'reason' in end ? { state: 'FAILED', ...told, ...end } : { state: 'DONE', ...told, ...end };
      return state;
    },
    async read(_, next) {
      const columns = [{ name: 'a', type: 'varchar' }];
      if (next === undefined) return { columns, rows: [['1'], [null]], next: 'more' };
      return { columns, rows: [['3']] };
    },
  };
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => void (now += milliseconds),
  };
  const prices = { get: async () => ({ revision: 0, prices: [], rates: [] }) };
  const rollups = { read: async () => ({ state: NO_ROLLUPS, marks: [] }) };
  return { deps: { lake, clock, prices, rollups, selects: readSelect }, begun };
}

describe('a question to the lake', () => {
  it('is answered with all rows, when it was asked, what it read and what that costs', async () => {
    const { deps } = slowLake(3_000, { scannedBytes: 1_099_511_627_776 });
    const answered = await report(deps, (at) => askCost(SPAN, at));
    expect(answered).toMatchObject({
      ok: true,
      state: 'DONE',
      asOf: NOW,
      scannedBytes: 1_099_511_627_776,
      // A terabyte at $5 and 1,172.59 won to the dollar.
      costKrw: 5_862.95,
      rows: [{ a: '1' }, { a: null }, { a: '3' }],
    });
  });

  it('bills ten megabytes at least', async () => {
    const { deps } = slowLake(0, { scannedBytes: 1 });
    expect(await report(deps, (at) => askCost(SPAN, at))).toMatchObject({ costKrw: 0.055914 });
  });

  it('that takes longer than a call is RUNNING, and the next call goes on with it', async () => {
    const { deps, begun } = slowLake(30_000, { scannedBytes: 0 });
    const first = await report(deps, (at) => askCost(SPAN, at));
    expect(first).toMatchObject({ ok: true, state: 'RUNNING', queryId: 'q1', rows: [] });
    const second = await report(deps, (at) => askCost(SPAN, at), 'q1');
    expect(second).toMatchObject({ ok: true, state: 'DONE', queryId: 'q1' });
    expect(begun).toHaveLength(1);
  });

  it('hands nobody the answer of another question', async () => {
    const { deps } = slowLake(0, { scannedBytes: 0 });
    await runReport(deps, { sql: 'SELECT customer_key FROM events' });
    for (const id of ['q1', 'q2', '../q1']) {
      expect(await report(deps, (at) => askCost(SPAN, at), id)).toMatchObject({
        ok: false,
        error: { code: 'QUERY_NOT_FOUND' },
      });
    }
    expect(await runReport(deps, { sql: 'SELECT name FROM events', queryId: 'q1' })).toMatchObject({
      error: { code: 'QUERY_NOT_FOUND' },
    });
    expect(await runReport(deps, { sql: 'select customer_key from events', queryId: 'q1' })).toMatchObject({
      error: { code: 'QUERY_NOT_FOUND' },
    });
  });

  it('is gone on with by those alone who ask it with the same arguments, however far rollups are by then', async () => {
    const { deps, begun } = slowLake(30_000, { scannedBytes: 0 });
    const funnel = { ...SPAN, steps: ['view', 'cart'], withinHours: 24 };
    await report(deps, (at) => askFunnel(funnel, at));
    for (const other of [
      { ...funnel, from: '2026-11-02' },
      { ...funnel, steps: ['view', 'pay'] },
      { ...funnel, withinHours: 25 },
    ]) {
      expect(await report(deps, (at) => askFunnel(other, at), 'q1')).toMatchObject({
        ok: false,
        error: { code: 'QUERY_NOT_FOUND' },
      });
    }
    await report(deps, (at) => askActivity({ ...SPAN, dormantDays: 30 }, at));
    const further = { ...NO_ROLLUPS, through: '2026-11-27', builtBy: '2026-11-28 02:00:00.000' };
    const later = { ...deps, rollups: { read: async () => ({ state: further, marks: [] }) } };
    const asked = (from: string) => report(later, (at) => askActivity({ ...SPAN, from, dormantDays: 30 }, at), 'q2');
    expect(await asked(SPAN.from)).toMatchObject({ ok: true, queryId: 'q2' });
    expect(await asked('2026-11-03')).toMatchObject({ error: { code: 'QUERY_NOT_FOUND' } });
    expect(begun).toHaveLength(2);
  });

  it.each([
    ['SCAN_LIMIT', true],
    ['QUERY_FAILED', false],
  ])('that fails is refused as %s', async (code, isOverLimit) => {
    const { deps } = slowLake(0, { reason: 'it went wrong', isOverLimit });
    expect(await report(deps, (at) => askCost(SPAN, at))).toMatchObject({ ok: false, error: { code } });
  });

  it('that makes no sense begins nothing', async () => {
    const { deps, begun } = slowLake(0, { scannedBytes: 0 });
    const wrong = [
      ['INVALID_DAY', { from: '2026-02-30', to: '2026-11-28' }],
      ['INVALID_DAY', { from: "2026-11-01' or '1'='1", to: '2026-11-28' }],
      ['INVALID_SPAN', { from: '2026-11-28', to: '2026-11-01' }],
      ['INVALID_SPAN', { from: '1999-01-01', to: '2026-11-01' }],
    ] as const;
    for (const [code, span] of wrong) {
      expect(await report(deps, (at) => askCost(span, at))).toMatchObject({ ok: false, error: { code } });
    }
    expect(begun).toHaveLength(0);
  });
});

describe('E14: SQL of an analyst', () => {
  it('is read page by page', async () => {
    const { deps } = slowLake(0, { scannedBytes: 0 });
    const sql = "SELECT ';' AS a";
    const first = await runReport(deps, { sql });
    expect(first).toMatchObject({ ok: true, queryId: 'q1', rows: [['1'], [null]], cursor: 'more' });
    expect(await runReport(deps, { sql, queryId: 'q1', cursor: 'more' })).toMatchObject({
      rows: [['3']],
      cursor: null,
    });
  });

  it('begins nothing when it is no SELECT over the lake', async () => {
    const { deps, begun } = slowLake(0, { scannedBytes: 0 });
    for (const sql of ["SELECT * FROM read_text('/etc/hostname')", 'DELETE FROM events', 'SELECT 1; SELECT 2']) {
      expect(await runReport(deps, { sql })).toMatchObject({ ok: false, error: { code: 'SQL_REFUSED' } });
    }
    expect(begun).toHaveLength(0);
  });
});
