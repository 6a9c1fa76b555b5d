import { expect, it } from 'vitest';
import { DESTINATION } from './delivery-stores.ts';
import type { CapStore, RateStore, SettingsStore } from '../../src/app/delivery/index.ts';

export type LimitStores = {
  readonly rates: RateStore;
  readonly caps: CapStore;
  readonly deliverySettings: SettingsStore;
};

let lastId = 0;
const newId = (): string => `limited-${(lastId += 1)}`;

const NOW = Date.UTC(2026, 10, 23, 3);

/** What the engine needs to send neither too fast nor too often; run against every adapter. */
export function describeLimitStores(open: () => LimitStores): void {
  it('hands out moments one behind the other, none after the latest, and at once when all is quiet', async () => {
    const { rates } = open();
    const key = newId();
    const take = (now: number, latest = now + 1_000) => rates.take(key, { durationMs: 400, now, latest });
    const taken = (at: number) => ({ isTaken: true, at });
    expect([await take(NOW), await take(NOW), await take(NOW)]).toEqual([NOW, NOW + 400, NOW + 800].map(taken));
    expect(await take(NOW)).toEqual({ isTaken: false, freeAt: NOW + 1_200 });
    // A refused moment is not used up.
    expect(await take(NOW + 300)).toEqual(taken(NOW + 1_200));
    expect(await take(NOW + 9_000)).toEqual(taken(NOW + 9_000));
    expect(await rates.take(newId(), { durationMs: 1, now: NOW, latest: NOW })).toEqual(taken(NOW));
  });

  it('gives concurrent workers different moments', async () => {
    const { rates } = open();
    const key = newId();
    const slot = { durationMs: 10, now: NOW, latest: NOW + 60_000 };
    const moments: number[] = [];
    while (moments.length < 12) {
      const slots = await Promise.all([1, 2, 3].map(() => rates.take(key, slot)));
      moments.push(...slots.flatMap((one) => (one.isTaken ? [one.at] : [])));
    }
    expect(new Set(moments).size).toBe(moments.length);
  });

  it('gives a crowd as many moments as there are, in order, and tells the rest when there are more', async () => {
    const { rates } = open();
    const key = newId();
    const slot = { durationMs: 400, now: NOW, latest: NOW + 1_000 };
    const slots = await Promise.all(Array.from({ length: 10 }, () => rates.take(key, slot)));
    const taken = slots.flatMap((one) => (one.isTaken ? [one.at] : []));
    expect(taken).toEqual([NOW, NOW + 400, NOW + 800]);
    const full = { isTaken: false, freeAt: NOW + 1_200 };
    expect(slots.filter(({ isTaken }) => !isTaken)).toEqual(Array.from({ length: 7 }, () => full));
    // A rate that has been idle meanwhile gives no more of them either.
    const idle = newId();
    const asked = [
      { durationMs: 400, now: NOW - 9_000, latest: NOW - 8_000 },
      ...Array.from({ length: 6 }, () => slot),
    ];
    const late = await Promise.all(asked.map((one) => rates.take(idle, one)));
    expect(late.flatMap((one) => (one.isTaken ? [one.at] : []))).toEqual([NOW - 9_000, NOW, NOW + 400, NOW + 800]);
    // Who asks for less, or for later, is answered for himself.
    const later = { durationMs: 100, now: NOW, latest: NOW + 1_250 };
    const mixed = await Promise.all([slot, later, slot, later].map((one) => rates.take(key, one)));
    expect(mixed.map((one) => (one.isTaken ? one.at : null))).toEqual([null, NOW + 1_200, null, null]);
  });

  it('counts a job once in the history of a customer, and refuses to write over another one’s', async () => {
    const { caps } = open();
    const campaign = newId();
    expect((await caps.getHistories(campaign, ['a', 'b'])).size).toBe(0);
    expect(await caps.add(campaign, 'a', { jobId: 'job-1', at: NOW }, {})).toBe(true);
    expect(await caps.add(campaign, 'a', { jobId: 'job-1', at: NOW + 5 }, {})).toBe(true);
    expect(await caps.add(campaign, 'a', { jobId: 'job-2', at: NOW }, {})).toBe(false);
    expect(await caps.add(campaign, 'a', { jobId: 'job-2', at: NOW + 7 }, { 'job-1': NOW })).toBe(true);
    const histories = await caps.getHistories(campaign, ['a', 'b', 'a']);
    expect([...histories]).toEqual([['a', { 'job-1': NOW, 'job-2': NOW + 7 }]]);
  });

  it('keeps what a customer was sent of a class under a revision, and forgets what is too old', async () => {
    const { caps } = open();
    const who = newId();
    const get = async () => (await caps.getOfClass('AD', [who, who])).get(who);
    expect(await get()).toBeUndefined();
    const never = { revision: 0, sends: {} };
    const add = (jobId: string, at: number, known: Parameters<typeof caps.addToClass>[3]) =>
      caps.addToClass('AD', who, { jobId, at, since: at - 100 }, known);
    expect(await add('job-1', NOW, never)).toBe(true);
    // Again, as when its answer was lost; and somebody who has read nothing of it.
    expect(await add('job-1', NOW, never)).toBe(true);
    expect(await add('job-2', NOW + 50, never)).toBe(false);
    const first = { revision: 1, sends: { 'job-1': NOW } };
    expect(await get()).toEqual(first);
    expect(await add('job-2', NOW + 50, first)).toBe(true);
    const both = { revision: 2, sends: { 'job-1': NOW, 'job-2': NOW + 50 } };
    expect(await get()).toEqual(both);
    expect(await add('job-3', NOW + 120, both)).toBe(true);
    // Of as many entries as before, and not as they were.
    expect(await add('job-4', NOW + 120, both)).toBe(false);
    expect(await get()).toEqual({ revision: 3, sends: { 'job-2': NOW + 50, 'job-3': NOW + 120 } });
    expect((await caps.getOfClass('TRANSACTIONAL', [who])).size).toBe(0);
  });

  it('keeps the settings of operators, and refuses to write over settings that were not read', async () => {
    const { deliverySettings } = open();
    const settings = {
      isStopped: true,
      reason: '점검',
      messagesPerSecond: { PUSH: 10_000, SMS: 10 },
      destinations: [DESTINATION],
      frequencyCaps: [{ messageClass: 'AD', period: 'WEEK', most: 3 }] as const,
    };
    const { revision } = await deliverySettings.get();
    expect(await deliverySettings.put(settings, revision, 'minji')).toBe(true);
    expect(await deliverySettings.get()).toEqual({ ...settings, revision: revision + 1 });
    const late = { ...settings, isStopped: false };
    expect(await deliverySettings.put(late, revision, 'jun')).toBe(false);
    expect(await deliverySettings.put(late, revision + 2, 'jun')).toBe(false);
    expect(await deliverySettings.get()).toEqual({ ...settings, revision: revision + 1 });
    const both = [1, 2].map((rate) =>
      deliverySettings.put({ ...settings, messagesPerSecond: { PUSH: rate } }, revision + 1, 'minji'),
    );
    expect((await Promise.all(both)).toSorted()).toEqual([false, true]);
    expect((await deliverySettings.get()).revision).toBe(revision + 2);
  });
}
