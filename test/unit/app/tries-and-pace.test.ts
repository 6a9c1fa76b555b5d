import { describe, expect, it } from 'vitest';
import { sweepJobs, workShard, type Outgoing, type SendResult } from '../../../src/app/delivery/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { cancelJob, launchJob, pauseJob } from '../../../src/app/send-job/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import type { RecipientStatus } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const BUSY: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
const DAY_SPENT: SendResult = {
  kind: 'NOT_SENT',
  cause: 'QUOTA',
  code: 'ACCOUNT_DAILY_QUOTA_EXCEEDED',
  period: 'ROLLING_DAY',
};

/** A launched job to `size` people whose provider takes `maxBatch` of them in a call. */
async function start(
  decide: (message: Outgoing) => SendResult,
  { size = 60, maxBatch = 100, limits = {} }: { size?: number; maxBatch?: number; limits?: Partial<Campaign> } = {},
) {
  const app = createMemoryApp(createAudience(size), decide);
  const calls: string[][] = [];
  const sleeps: number[] = [];
  const { sleep } = app.clock;
  Object.assign(app.clock, {
    sleep: (milliseconds: number) => {
      sleeps.push(milliseconds);
      return sleep(milliseconds);
    },
  });
  const { send } = app.sender;
  const sender = {
    ...app.sender,
    maxBatch,
    send: (batch: readonly Outgoing[], ...rest: [Parameters<typeof send>[1]]) => {
      calls.push(batch.map(({ address }) => address));
      return send(batch, ...rest);
    },
  };
  Object.assign(app.deps, { senders: { PUSH: sender }, sharding: { minShards: 1, customersPerShard: 50_000 } });
  const jobId = await app.plan({}, limits);
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  const list = async (status: RecipientStatus) =>
    unwrap(await listRecipients(app.deps, { jobId, status, limit: 500 })).items;
  return { app, jobId, calls, sleeps, list };
}

/** A job under RESEND of which so many owners, one after the other, died after their call. */
async function afterDeadOwners(owners: number) {
  let calls = 0;
  const started = await start(() => ACCEPTED, { size: 10, limits: { inDoubtPolicy: 'RESEND' } });
  const { app } = started;
  const dying = {
    maxBatch: 100,
    send: () => {
      calls += 1;
      return new Promise<never>(() => undefined);
    },
  };
  Object.assign(app.deps, { senders: { PUSH: dying } });
  for (let owner = 0; owner < owners; owner += 1) {
    void app.work();
    await new Promise((resolve) => setImmediate(resolve));
    app.clock.advance(app.deps.settings.leaseMs + 1);
    await sweepJobs(app.deps);
  }
  return { ...started, calls: () => calls };
}

describe('tries', () => {
  it('belong to the recipient: one who always fails takes nobody with them', async () => {
    const { app, calls, list } = await start(({ address }) => (address === 'token-0' ? BUSY : ACCEPTED), {
      maxBatch: 5,
    });
    await app.work();
    expect((await list('FAILED')).map(({ customerId }) => customerId)).toEqual(['customer-0']);
    expect(await list('ACCEPTED')).toHaveLength(new Set(calls.flat()).size - 1);
    expect(calls.flat().filter((address) => address === 'token-0')).toHaveLength(app.deps.settings.maxTries);
  });

  it('come round: everybody is tried once before anybody is tried again, and without waiting for those', async () => {
    const { app, calls, sleeps } = await start(({ address }) => (address.endsWith('1') ? BUSY : ACCEPTED), {
      maxBatch: 5,
    });
    await app.work();
    const everybody = new Set(calls.flat());
    const first = calls.slice(0, Math.ceil(everybody.size / 5));
    expect(new Set(first.flat())).toEqual(everybody);
    expect(sleeps.length).toBeGreaterThan(0);
    expect(calls.length).toBeGreaterThan(first.length);
  });

  it('M19 are used up by owners who die after the call, thirty of them, so that RESEND ends', async () => {
    const { app, jobId, list, calls } = await afterDeadOwners(30);
    await app.work();
    expect(calls()).toBe(app.deps.settings.maxTries);
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    expect((await list('IN_DOUBT')).every(({ code }) => code === 'RESENT/OWNER_LOST')).toBe(true);
  });

  it('are remembered of whom a cancel leaves in doubt: they may have got it twice', async () => {
    const { app, jobId, list, calls } = await afterDeadOwners(2);
    expect(calls()).toBe(2);
    unwrap(await cancelJob(app.deps, { actor: { id: 'minji' }, jobId }));
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('CANCELLED');
    const doubtful = await list('IN_DOUBT');
    expect(doubtful.length).toBeGreaterThan(0);
    expect(new Set(doubtful.map(({ code }) => code))).toEqual(new Set(['RESENT/OWNER_LOST']));
  });

  it('are counted as they were answered when the answer is recorded while a cancel ends their shard', async () => {
    const { app, jobId, list } = await start(() => ACCEPTED, { size: 10 });
    const answered: (() => void)[] = [];
    const slow = {
      maxBatch: 100,
      send: (batch: readonly Outgoing[]) =>
        new Promise<SendResult[]>((resolve) => answered.push(() => resolve(batch.map(() => ACCEPTED)))),
    };
    Object.assign(app.deps, { senders: { PUSH: slow } });
    const sending = app.work();
    await expect.poll(() => answered.length).toBeGreaterThan(0);
    unwrap(await cancelJob(app.deps, { actor: { id: 'minji' }, jobId }));
    app.clock.advance(app.deps.settings.leaseMs + 1);
    await sweepJobs(app.deps);
    const { chunks } = app.deps;
    const listStates: typeof chunks.listStates = async (...asked) => {
      const states = await chunks.listStates(...asked);
      // Whoever was taken to be dead records what they were answered, between the look and the write.
      if (answered.length > 0) {
        for (const answer of answered.splice(0)) answer();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return states;
    };
    Object.assign(app.deps, { chunks: { ...chunks, listStates } });
    await app.work();
    await sending;
    app.clock.advance(app.deps.settings.leaseMs + 1);
    await sweepJobs(app.deps);
    await app.work();
    const { sent, phase } = await app.jobOf(jobId);
    expect(phase).toBe('CANCELLED');
    expect(sent.accepted).toBe((await list('ACCEPTED')).length);
    expect(sent.accepted).toBeGreaterThan(0);
    expect(sent.inDoubt).toBe((await list('IN_DOUBT')).length);
  });
});

describe('throttling', () => {
  it('of single messages fails nobody, however long it lasts, and uses up no try', async () => {
    const asked = new Map<string, number>();
    const own: SendResult = { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'THROTTLED', isOwn: true };
    const { app, jobId } = await start(({ address }) => {
      const times = (asked.get(address) ?? 0) + 1;
      asked.set(address, times);
      return address.endsWith('3') && times <= 40 ? own : ACCEPTED;
    });
    await app.work();
    const { phase, sent } = await app.jobOf(jobId);
    expect(phase).toBe('COMPLETED');
    expect(sent).toMatchObject({ failed: 0, inDoubt: 0, accepted: sent.included });
    expect(asked.get('token-3')).toBe(41);
  });

  it('keeps no place: a worker that has nothing to do for longer than two seconds goes, and comes back', async () => {
    let isAway = (): boolean => true;
    const { app, jobId, sleeps } = await start(() =>
      isAway() ? { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'ECONNREFUSED' } : ACCEPTED,
    );
    const backAt = app.clock.now() + 60_000;
    isAway = () => app.clock.now() < backAt;
    const outcomes = await app.work();
    expect(outcomes).toContain('LATER');
    expect(Math.max(...sleeps)).toBeLessThanOrEqual(2_000);
    expect((await app.jobOf(jobId)).sent).toMatchObject({ failed: 0, inDoubt: 0 });
  });

  it('leaves one bell for a shard that waits, however often it is looked at', async () => {
    const { app } = await start(() => ({ kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'ECONNREFUSED' }));
    const { doorbell } = app.deps;
    const ring = doorbell.take();
    if (ring === undefined) throw new Error('Nobody rang.');
    const look = () => workShard(app.deps, { ...ring, deadline: app.clock.now() + 300_000 });
    expect(await look()).toBe('LATER');
    expect(doorbell.take()).toMatchObject({ shard: 0, lane: 'BULK' });
    expect(await look()).toBe('LATER');
    expect(doorbell.take()).toBeUndefined();
    expect(await sweepJobs(app.deps)).toMatchObject({ rung: 0 });
    // Lost, it is made up for by the sweep.
    app.clock.advance(60_000);
    expect(await sweepJobs(app.deps)).toMatchObject({ rung: 1 });
  });
});

describe('a quota that is used up', () => {
  it('pauses the job with the reason and the time it goes on, and the sweep lets it go on then', async () => {
    let isSpent = true;
    const { app, jobId } = await start(() => (isSpent ? DAY_SPENT : ACCEPTED));
    await app.work();
    const paused = await app.jobOf(jobId);
    expect(paused).toMatchObject({
      phase: 'PAUSED',
      phaseReason: 'QUOTA_USED_UP/ACCOUNT_DAILY_QUOTA_EXCEEDED',
      resumeAt: app.clock.now() + 3_600_000,
      sent: { failed: 0, inDoubt: 0 },
    });
    isSpent = false;
    app.clock.advance(3_599_000);
    await sweepJobs(app.deps);
    expect((await app.jobOf(jobId)).phase).toBe('PAUSED');
    app.clock.advance(1_000);
    await sweepJobs(app.deps);
    await app.work();
    const { phase, phaseReason, resumeAt, sent } = await app.jobOf(jobId);
    expect({ phase, phaseReason, resumeAt }).toEqual({ phase: 'COMPLETED' });
    expect(sent.accepted).toBe(sent.included);
  });

  it('of a month begins anew on its first day in UTC', async () => {
    const { app, jobId } = await start(() => ({ ...DAY_SPENT, period: 'CALENDAR_MONTH' }));
    await app.work();
    expect((await app.jobOf(jobId)).resumeAt).toBe(Date.UTC(2026, 11, 1));
  });

  it('is not waited for when a person pauses the job meanwhile', async () => {
    const { app, jobId } = await start(() => DAY_SPENT);
    await app.work();
    unwrap(await pauseJob(app.deps, { actor: ACTOR, jobId }));
    app.clock.advance(7_200_000);
    await sweepJobs(app.deps);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'PAUSED' });
    expect(await app.jobOf(jobId)).not.toHaveProperty('resumeAt');
  });
});
