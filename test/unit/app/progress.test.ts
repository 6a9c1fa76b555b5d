import { describe, expect, it } from 'vitest';
import { jobTotals, recordReceipts, sweepJobs } from '../../../src/app/delivery/index.ts';
import { cancelJob, launchJob, pauseJob, resumeJob } from '../../../src/app/send-job/index.ts';
import { settledTotal } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

/** A slow job of two shards; `onSent` is called after each call, with the moments at which everybody so far was sent to. */
async function slowJob(onSent: (job: { id: string; sentAt: readonly number[] }) => Promise<void>) {
  const app = createMemoryApp(createAudience(60));
  const jobId = await app.plan({}, { messagesPerSecond: 2 });
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
