import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob } from '../prepare-job.ts';

const START = Date.parse('2026-11-24T10:00:00+09:00');
const HOUR_MS = 3_600_000;

let backend: RunningBackend;
let session: GraphqlSession;
afterEach(async () => {
  await session?.close();
  await backend?.stop();
});

const row = z.object({
  phase: z.string(),
  phaseReason: z.string().nullable(),
  resumeAt: z.iso.datetime().nullable(),
  included: z.number(),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
  inDoubt: z.number(),
});
const GET_JOB = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      phase
      phaseReason
      resumeAt
      included
      accepted
      delivered
      failed
      inDoubt
    }
  }
`;

const jobOf = (jobId: string) => session.call(GET_JOB, { id: jobId }, row);
const phaseOf = async (jobId: string) => (await jobOf(jobId)).phase;
const settled = { timeout: 60_000, interval: 250 };

/** What its provider took of the job. */
const taken = () =>
  [...backend.sandbox.outbox.all({ accepted: true })].filter(({ provider }) => provider !== 'cognito');

describe('a job within what its providers let the account send', () => {
  it('pauses when the day of SES is used up, says so, and goes on by itself', { timeout: 180_000 }, async () => {
    backend = await startBackend(OUR_BACKEND, { startAt: START });
    backend.sandbox.quotas.load({ email: { perSecond: 100, perDay: 25 } });
    const prepared = await prepareJob(backend, 40, (index) => `m${index}@example.com`, 'EMAIL');
    ({ session } = prepared);
    const { jobId } = prepared;
    await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
    await expect.poll(() => phaseOf(jobId), settled).toBe('PAUSED');
    const paused = await jobOf(jobId);
    expect(paused).toMatchObject({
      phaseReason: 'QUOTA_USED_UP/ACCOUNT_DAILY_QUOTA_EXCEEDED',
      failed: 0,
      inDoubt: 0,
    });
    // A rolling day renews all the time: an hour's worth is worth a try.
    const goesOnIn = Date.parse(paused.resumeAt ?? '') - backend.sandbox.clock.now();
    expect(goesOnIn).toBeGreaterThan(HOUR_MS - 120_000);
    expect(goesOnIn).toBeLessThanOrEqual(HOUR_MS);
    expect(taken()).toHaveLength(25);

    await session.close();
    // The sandbox counts the last 24 hours by whole minutes.
    backend.sandbox.clock.advance(24 * HOUR_MS + 60_000);
    session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
    await expect.poll(() => phaseOf(jobId), settled).toBe('COMPLETED');
    const { phaseReason, resumeAt, accepted, delivered, failed, inDoubt } = await jobOf(jobId);
    expect({ phaseReason, resumeAt, sent: accepted + delivered, failed, inDoubt }).toEqual({
      phaseReason: null,
      resumeAt: null,
      sent: 40,
      failed: 0,
      inDoubt: 0,
    });
    expect(taken()).toHaveLength(40);
    expect(backend.sandbox.outbox.addressesSentTwice()).toEqual([]);
  });

  it('is slowed down by throttled addresses, and fails nobody for them', { timeout: 120_000 }, async () => {
    backend = await startBackend(OUR_BACKEND, { startAt: START });
    backend.sandbox.quotas.load({ push: { perSecond: 20 } });
    const prepared = await prepareJob(backend, 100);
    ({ session } = prepared);
    const began = Date.now();
    const end = await prepared.launchAndFinish();
    // Two seconds' worth at once, and three seconds for the other 60.
    expect(Date.now() - began).toBeGreaterThan(2_900);
    expect(end).toMatchObject({ phase: 'COMPLETED', included: 100, accepted: 100, failed: 0, inDoubt: 0 });
    // Of a hundred that are asked for at once sixty; fewer on a busy machine, where room comes back between two calls.
    expect(backend.sandbox.outbox.counts().byStatus['THROTTLED']).toBeGreaterThanOrEqual(20);
    expect(taken()).toHaveLength(100);
    expect(backend.sandbox.outbox.addressesSentTwice()).toEqual([]);
  });
});
