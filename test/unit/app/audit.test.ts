import { describe, expect, it } from 'vitest';
import {
  createMemoryAudit,
  createMemoryDoorbell,
  createMemoryJobs,
  createMemoryPrices,
  createMemorySettings,
} from '../../../src/adapters/memory/index.ts';
import { changesBetween, writeDown } from '../../../src/app/audit/index.ts';
import { changeDeliverySettings, changePrices } from '../../../src/app/settings/index.ts';
import { refuse } from '../../../src/domain/result.ts';
import { DEFAULT_DELIVERY_SETTINGS } from '../../../src/domain/send-job/index.ts';
import { unwrap } from './memory-app.ts';

const NOW = Date.UTC(2026, 10, 28, 3);
const ACTOR = { id: 'minji', sourceIp: '203.0.113.7' };

function createLog() {
  let last = 0;
  const audit = createMemoryAudit();
  const ids = { next: () => `e${(last += 1)}`, random: () => 0.5 };
  return { audit, ids, clock: { now: () => NOW, sleep: async () => undefined } };
}

const pause = { actor: ACTOR, action: 'pauseJob', subject: 'job-1' };
const erase = { actor: ACTOR, action: 'eraseCustomer', subject: 'm-1', isAnnounced: true } as const;

describe('what somebody does', () => {
  it('is written down: who, from where, what, on what, when and how it ended', async () => {
    const log = createLog();
    expect(await writeDown(log, pause, async () => ({ ok: true }) as const)).toEqual({ ok: true });
    await writeDown(log, pause, async () => refuse('JOB_PHASE', 'The job is over.'));
    const entry = { at: NOW, actor: 'minji', action: 'pauseJob', sourceIp: '203.0.113.7', subject: 'job-1' };
    expect(log.audit.entries).toEqual([
      { id: 'e1', ...entry, outcome: 'OK' },
      { id: 'e2', ...entry, outcome: 'JOB_PHASE' },
    ]);
  });

  it('is written down when it broke on the way, and the break is told', async () => {
    const log = createLog();
    const broken = writeDown(log, pause, () => Promise.reject(new Error('no answer')));
    await expect(broken).rejects.toThrow('no answer');
    expect(log.audit.entries.map(({ outcome }) => outcome)).toEqual(['INTERNAL']);
  });

  it('is not done without a record when it is to be announced, and is announced once more as done', async () => {
    const log = createLog();
    await writeDown(log, erase, async () => ({ ok: true }) as const);
    expect(log.audit.entries.map(({ outcome }) => outcome)).toEqual(['BEGUN', 'OK']);
    let isDone = false;
    const mute = { ...log, audit: { ...log.audit, append: () => Promise.reject(new Error('table is gone')) } };
    const erased = writeDown(mute, erase, async () => {
      isDone = true;
      return { ok: true } as const;
    });
    await expect(erased).rejects.toThrow('table is gone');
    expect(isDone).toBe(false);
  });

  it('does not wait for its record when it stops something, but says that the record is missing', async () => {
    let isDone = false;
    const log = createLog();
    const mute = { ...log, audit: { ...log.audit, append: () => Promise.reject(new Error('table is gone')) } };
    const paused = writeDown(mute, pause, async () => {
      isDone = true;
      return { ok: true } as const;
    });
    await expect(paused).rejects.toThrow('table is gone');
    expect(isDone).toBe(true);
  });
});

describe('what a setting was and is', () => {
  it('is told of the kill switch and the rates', async () => {
    const deps = {
      deliverySettings: createMemorySettings(DEFAULT_DELIVERY_SETTINGS),
      jobs: createMemoryJobs(),
      doorbell: createMemoryDoorbell(),
    };
    const change = { isStopped: true, reason: '점검', messagesPerSecond: { PUSH: 25_000, SMS: 10 } };
    const first = unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change }));
    expect(first.changes).toEqual(
      expect.arrayContaining([
        { field: 'isStopped', from: 'false', to: 'true' },
        { field: 'reason', from: DEFAULT_DELIVERY_SETTINGS.reason, to: '점검' },
        { field: 'messagesPerSecond', from: '{"PUSH":25000}', to: '{"PUSH":25000,"SMS":10}' },
      ]),
    );
    expect(unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change })).changes).toEqual([]);
  });

  it('is told of each price', async () => {
    const deps = { prices: createMemoryPrices() };
    const row = { item: 'email', currency: 'USD', per: 1_000, freeUnits: 0, validFrom: NOW, source: 'contract' };
    await changePrices(deps, { actor: ACTOR, change: { prices: [{ ...row, micros: 100_000 }] } });
    const next = { ...row, micros: 90_000 };
    const push = { ...row, item: 'push', micros: 1 };
    const { changes } = unwrap(await changePrices(deps, { actor: ACTOR, change: { prices: [next, push] } }));
    expect(changes).toEqual([
      {
        field: 'email from 2026-11-28T03:00:00.000Z',
        from: '100000 micros of USD for 1000, 0 a month (UTC) free (contract)',
        to: '90000 micros of USD for 1000, 0 a month (UTC) free (contract)',
      },
      {
        field: 'push from 2026-11-28T03:00:00.000Z',
        to: '1 micros of USD for 1000, 0 a month (UTC) free (contract)',
      },
    ]);
  });

  it('is bounded, in number and in length', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`row-${index}`, 'x'.repeat(9_000)]));
    const changes = changesBetween({}, many);
    expect(changes).toHaveLength(50);
    expect(changes.at(-1)).toEqual({ field: '…', to: '451 more' });
    expect(JSON.stringify(changes).length).toBeLessThan(40_000);
  });
});
