import { describe, expect, it } from 'vitest';
import { jobTotals, recordReceipts, sweepJobs } from '../../../src/app/delivery/index.ts';
import { cancelJob, launchJob, pauseJob, resumeJob } from '../../../src/app/send-job/index.ts';
import { settledTotal } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

/** A slow job of two shards; `onSent` is called after each call, with the moments at which everybody so far was sent to. */
async function slowJob(
  onSent: (job: { id: string; sentAt: readonly number[] }) => Promise<void>,
  { size = 60, messagesPerSecond = 2 } = {},
) {
  const app = createMemoryApp(createAudience(size));
  const jobId = await app.plan({}, { messagesPerSecond });
  const { sender } = app;
  const sentAt: number[] = [];
  const send: typeof sender.send = async (batch, context) => {
    const answers = await app.sender.send(batch, context);
    sentAt.push(...batch.map(() => app.clock.now()));
    await onSent({ id: jobId, sentAt });
    return answers;
  };
  Object.assign(app.deps.senders, { PUSH: { ...sender, send } });
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  return { app, jobId, sentAt };
}

describe('the totals of a job', () => {
  it('M6 are at most two seconds behind while it is sent slowly', async () => {
    const behind: number[] = [];
    const { app, jobId, sentAt } = await slowJob(async ({ id, sentAt }) => {
      const now = app.clock.now();
      const longAgo = sentAt.filter((at) => at < now - 2_000).length;
      behind.push(longAgo - settledTotal(jobTotals(await app.jobOf(id))));
    });
    await app.work();
    expect(Math.max(...behind)).toBeLessThanOrEqual(0);
    expect(behind.length).toBeGreaterThan(10);
    expect(jobTotals(await app.jobOf(jobId))).toMatchObject({ accepted: sentAt.length });
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', recipientsPerSecond: 0 });
  });

  it('U5 say how fast it is sent and how long it still takes, by what was sent', async () => {
    const { app, jobId, sentAt } = await slowJob(async () => undefined, { size: 2_400, messagesPerSecond: 60 });
    await app.work();
    const [first = 0] = sentAt;
    const end = sentAt.at(-1) ?? 0;
    const ticks = app.deps.publisher.ticks.filter(
      ({ jobId: id, phase, at }) => id === jobId && phase === 'SENDING' && at > first + 5_000 && at < end - 3_000,
    );
    expect(ticks.length).toBeGreaterThan(15);
    for (const { at, accepted, recipientsPerSecond, secondsLeft = 0 } of ticks) {
      const sent = (moment: number) => sentAt.filter((each) => each <= moment).length;
      expect(accepted).toBeLessThanOrEqual(sent(at));
      expect(accepted).toBeGreaterThanOrEqual(sent(at - 2_000));
      // The rate less what spaces its calls.
      expect(recipientsPerSecond).toBeGreaterThan(45);
      expect(recipientsPerSecond).toBeLessThanOrEqual(66);
      const left = (end - at) / 1_000;
      expect(secondsLeft).toBeGreaterThan(left * 0.75);
      expect(secondsLeft).toBeLessThan(left * 1.25 + 3);
    }
  });

  it('M6 are exact when it is paused, and when it is resumed or cancelled then, with what receipts say', async () => {
    let isPaused = false;
    const { app, jobId, sentAt } = await slowJob(async ({ id, sentAt }) => {
      if (isPaused || sentAt.length < 16) return;
      isPaused = true;
      unwrap(await pauseJob(app.deps, { actor: ACTOR, jobId: id }));
    });
    const totals = async () => jobTotals(await app.jobOf(jobId));
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'PAUSED' });
    expect(await totals()).toMatchObject({ accepted: sentAt.length, delivered: 0 });
    expect(app.deps.publisher.ticks.at(-1)).toMatchObject({ phase: 'PAUSED', accepted: sentAt.length });

    app.clock.advance(10_000);
    const [first] = app.sender.outbox;
    if (first === undefined) throw new Error('Nobody was sent to.');
    await recordReceipts(app.deps, [{ ref: first.ref, status: 'DELIVERED', at: app.clock.now() }]);
    // Counted with its chunk, which is not through.
    expect(await totals()).toMatchObject({ accepted: sentAt.length, delivered: 0 });

    unwrap(await resumeJob(app.deps, { actor: ACTOR, jobId }));
    app.clock.advance(10_000);
    unwrap(await pauseJob(app.deps, { actor: ACTOR, jobId }));
    unwrap(await cancelJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    app.clock.advance(10_000);
    await sweepJobs(app.deps);
    await app.count();
    expect(await totals()).toMatchObject({ accepted: sentAt.length - 1, delivered: 1 });
  });
});
