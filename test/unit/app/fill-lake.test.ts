import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { packRecords } from '../../../src/app/lake/pack-records.ts';
import {
  fillLake,
  LakeBusyError,
  MAX_CALL_BYTES,
  MAX_RECORDS,
  type FillLakeDeps,
  type LakeChange,
} from '../../../src/app/lake/index.ts';
import type { AcceptedEvent } from '../../../src/domain/event/index.ts';
import { sha256 } from '../../../src/standards/sha256.ts';

const AT = Date.parse('2026-11-28T18:00:00Z');

function event(number: number, more: Partial<AcceptedEvent> = {}): LakeChange {
  return {
    kind: 'EVENT',
    event: {
      eventId: `e${number}`,
      customerId: `c${number % 7}`,
      name: 'cart',
      occurredAt: AT,
      receivedAt: AT + 3_000,
      at: AT,
      attributes: { orderId: `${number}` },
      metrics: { amount: 39_000 },
      timing: 'AS_SAID',
      isLate: false,
      digest: '',
      ...more,
    },
  };
}

/** A lake in memory: `refuse` says for a call which of its records are not taken, or that all of it fails. */
function world(refuse: (call: number, records: readonly string[]) => readonly number[] | 'FAILS' = () => []) {
  const taken: Record<string, string[]> = {};
  const calls: number[] = [];
  const told: string[] = [];
  const deps: FillLakeDeps = {
    streams: {
      put: (table, records) => {
        calls.push(records.length);
        told.push(`PUT ${table}`);
        expect(records.length).toBeLessThanOrEqual(MAX_RECORDS);
        expect(records.reduce((sum, record) => sum + Buffer.byteLength(record), 0)).toBeLessThanOrEqual(MAX_CALL_BYTES);
        const answer = refuse(calls.length, records);
        if (answer === 'FAILS') return Promise.reject(new Error('Service unavailable'));
        (taken[table] ??= []).push(...records.filter((_, place) => !answer.includes(place)));
        return Promise.resolve(answer);
      },
    },
    keys: {
      find: (requests) =>
        Promise.resolve(new Map(requests.map(({ digest }) => [digest, `key-of-${digest.slice(0, 8)}`]))),
      whose: () => Promise.resolve(new Map()),
      forget: () => Promise.resolve(),
    },
    jobs: { get: () => Promise.resolve(null), getSpec: () => Promise.resolve(null) },
    chunks: { listChunks: () => Promise.resolve([]) },
    prices: { get: () => Promise.resolve({ prices: [], rates: [], revision: 0 }) },
    days: {
      mark: (days) => {
        told.push(`MARK ${days.toSorted().join()}`);
        return Promise.resolve();
      },
    },
    clock: { now: () => AT + 60_000, sleep: () => Promise.resolve() },
    ids: { random: () => 0.5 },
  };
  const rows = (table: string): Record<string, unknown>[] =>
    (taken[table] ?? []).flatMap((record) =>
      record
        .trimEnd()
        .split('\n')
        .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
    );
  return { deps, calls, taken, told, rows };
}

describe('what was recorded, on its way into the lake', () => {
  it('stands under a random key, at its time in Korea, and says nothing of who it was', async () => {
    const { deps, rows, taken } = world();
    await fillLake(deps, [event(7, { timing: 'SKEW_CORRECTED', isLate: true, ref: 'job-1.0.3.4', sentAt: AT + 1 })]);
    const key = `key-of-${sha256('c0', 'hex').slice(0, 8)}`;
    expect(rows('events')).toEqual([
      {
        customer_key: key,
        event_id: 'e7',
        name: 'cart',
        source: 'SERVER',
        occurred_at: '2026-11-28 18:00:00.000',
        said_at: '2026-11-28 18:00:00.000',
        sent_at: '2026-11-28 18:00:00.001',
        received_at: '2026-11-28 18:00:03.000',
        day_kst: '2026-11-29',
        hour_kst: 3,
        attributes: { orderId: '7' },
        metrics: { amount: 39_000 },
        flags: ['SKEW_CORRECTED', 'LATE'],
        ref_job_id: 'job-1',
      },
    ]);
    expect(taken['events']?.join('')).not.toContain('"c0"');
  });

  it('marks the days that are over before it is there, and no other', async () => {
    const { deps, told } = world();
    const day = 86_400_000;
    await fillLake(deps, [
      event(1),
      event(2, { at: AT - day }),
      event(3, { at: AT - 9 * day }),
      event(4, { at: AT - day }),
    ]);
    expect(told).toEqual(['MARK 2026-11-20,2026-11-28', 'PUT events']);
    await fillLake(deps, [event(5), event(6, { at: 0 }), event(7, { at: -8e15 })]);
    expect(told).toHaveLength(3);
  });

  it('goes together: a thousand events are few records and one call', async () => {
    const { deps, calls, taken, rows } = world();
    await fillLake(
      deps,
      Array.from({ length: 1_000 }, (_, number) => event(number)),
    );
    expect(rows('events')).toHaveLength(1_000);
    expect(taken['events']?.length).toBeLessThanOrEqual(2);
    expect(calls).toHaveLength(1);
  });

  it('is put again where a call was taken in part, and only that', async () => {
    const huge = 'x'.repeat(150_000);
    const { deps, rows, calls } = world((call) => (call === 1 ? [1, 3] : call === 2 ? [0] : []));
    await fillLake(
      deps,
      Array.from({ length: 5 }, (_, number) => event(number, { attributes: { huge } })),
    );
    expect(calls).toEqual([5, 2, 1]);
    expect(rows('events').map((row) => row['event_id'])).toEqual(['e0', 'e2', 'e4', 'e3', 'e1']);
  });

  it('is not done with while Firehose takes nothing: whoever has it is told to keep it', async () => {
    const { deps, calls } = world(() => 'FAILS');
    await expect(fillLake(deps, [event(1)])).rejects.toBeInstanceOf(LakeBusyError);
    expect(calls).toHaveLength(5);
  });

  it('leaves out people who were erased meanwhile, and nobody else', async () => {
    const { deps, rows } = world();
    const gone = sha256('c1', 'hex');
    const keys = {
      ...deps.keys,
      find: async (requests: Parameters<typeof deps.keys.find>[0]) =>
        new Map([...(await deps.keys.find(requests))].filter(([digest]) => digest !== gone)),
    };
    expect(await fillLake({ ...deps, keys }, [event(0), event(1), event(2)])).toMatchObject({ events: 2, ofErased: 1 });
    expect(rows('events').map((row) => row['event_id'])).toEqual(['e0', 'e2']);
  });

  it('has decisions on messages beside events, known by nobody but the digest', async () => {
    const { deps, rows } = world();
    const decision = {
      channel: 'PUSH',
      kind: 'AD',
      state: 'WITHDRAWN',
      at: AT,
      source: 'app',
      wording: 'secret',
    } as const;
    const digest = sha256('c1', 'hex');
    await fillLake(deps, [{ kind: 'CONSENTS', digest, recordedAt: AT, decisions: [decision] }]);
    expect(rows('consents')).toEqual([
      {
        customer_key: `key-of-${digest.slice(0, 8)}`,
        event_id: `PUSH.AD.WITHDRAWN.${AT}`,
        channel: 'PUSH',
        kind: 'AD',
        value: 'WITHDRAWN',
        source: 'app',
        at: '2026-11-28 18:00:00.000',
        day_kst: '2026-11-29',
        hour_kst: 3,
      },
    ]);
  });

  it('has each new status and each new charge of a recipient once, and the holdout', async () => {
    const { deps, rows } = world();
    const recipient = (customerId: string, treatment: number) => ({
      customerId,
      endpointId: 'e',
      stepIndex: treatment,
      treatment,
    });
    const job = {
      id: 'j1',
      campaignId: 'camp',
      runId: 'r1',
      wave: 1,
      channels: ['PUSH', 'SMS'],
      treatments: ['A', 'B'],
    };
    const all: FillLakeDeps = {
      ...deps,
      // The rest of a job is nothing to the lake.
      jobs: { get: () => Promise.resolve(job as never), getSpec: () => Promise.resolve(null) },
      chunks: {
        listChunks: (_ref, number) =>
          Promise.resolve([{ number, recipients: [recipient('c1', 0), recipient('c2', 1)] }]),
      },
    };
    const ref = { jobId: 'j1', shard: 0 };
    const charge = { at: AT, item: 'sms-part', units: 2, places: [1] };
    const results = [{ status: 'ACCEPTED' }, { status: 'FAILED', code: 'PERMANENT' }] as const;
    await fillLake(all, [
      {
        kind: 'DELIVERY',
        change: { kind: 'RESULTS', ref, at: AT, number: 3, before: [], results, chargesBefore: [], charges: [charge] },
      },
      {
        kind: 'DELIVERY',
        change: {
          ...{ kind: 'RESULTS', ref, at: AT + 60_000, number: 3, before: results, chargesBefore: [charge] },
          results: [{ status: 'OPENED' }, results[1]],
          charges: [charge],
        },
      },
      { kind: 'DELIVERY', change: { kind: 'HELD_OUT', ref, at: AT, customerIds: ['c3'] } },
    ]);
    const told = rows('deliveries');
    expect(
      told.map((row) => [row['event_id'], row['status'], row['arm'], row['channel'], row['reason'], row['parts']]),
    ).toEqual([
      ['j1.ACCEPTED', 'ACCEPTED', 'A', 'PUSH', undefined, undefined],
      ['j1.FAILED', 'FAILED', 'B', 'SMS', 'PERMANENT', undefined],
      [`j1.CHARGED.sms-part.${AT}`, 'CHARGED', 'B', 'SMS', undefined, 2],
      ['j1.OPENED', 'OPENED', 'A', 'PUSH', undefined, undefined],
      ['j1.HELD_OUT', 'HELD_OUT', 'HOLDOUT', undefined, undefined, undefined],
    ]);
    expect(told.every((row) => row['run_id'] === 'r1' && row['wave'] === 1 && row['campaign_id'] === 'camp')).toBe(
      true,
    );
  });
});

describe('records', () => {
  it('hold every row once, in order, a line each, and none is larger than it should be but for a row that is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: fc.string({ maxLength: 200 }) })),
        fc.integer({ min: 20, max: 2_000 }),
        (rows, max) => {
          const records = packRecords(rows, max);
          const lines = records.flatMap((record) => record.trimEnd().split('\n'));
          expect(records.length === 0 ? [] : lines.map((line): unknown => JSON.parse(line))).toEqual(rows);
          for (const record of records) {
            const isOne = record.trimEnd().split('\n').length === 1;
            expect(isOne || Buffer.byteLength(record) <= max).toBe(true);
          }
        },
      ),
    );
  });
});
