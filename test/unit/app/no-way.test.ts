import { describe, expect, it } from 'vitest';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { explainRecipient } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign, resumeJob } from '../../../src/app/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const AUDIENCE = createAudience(600);

const GONE = { type: 'ALL', sourceType: 'ALL', sourceSegmentIds: ['gone'], dimensions: [] };

type App = ReturnType<typeof createMemoryApp>;
const BREAKS: readonly (readonly [string, (app: App, jobId: string) => Promise<void>])[] = [
  ['SPEC_MISSING', async ({ deps }) => void Object.assign(deps.jobs, { getSpec: async () => null })],
  ['SPEC_UNREADABLE', async ({ deps }) => void Object.assign(deps.jobs, { getSpec: async () => 'UNREADABLE' })],
  ['TEMPLATE_GONE', async ({ deps }) => void Object.assign(deps.templates, { getVersion: async () => null })],
  [
    'TEMPLATE_INVALID',
    async ({ deps }) => {
      const { getVersion } = deps.templates;
      Object.assign(deps.templates, {
        getVersion: async (...version: Parameters<typeof getVersion>) => ({
          ...(await getVersion(...version)),
          content: { channel: 'PUSH', title: '{{#if', body: '' },
        }),
      });
    },
  ],
  [
    'SEGMENT_INVALID',
    async ({ deps }, jobId) => {
      const spec = await deps.jobs.getSpec(jobId);
      const readable = typeof spec === 'object' ? spec : null;
      const definition = { include: 'ALL', groups: [GONE] };
      Object.assign(deps.jobs, {
        getSpec: async () => ({
          ...readable,
          audience: { ...readable?.audience, definition },
        }),
      });
    },
  ],
];

describe('a plan that cannot go on', () => {
  it.each(BREAKS)('fails its job while it is planned, with %s, and is not tried again', async (reason, breakIt) => {
    const app = createMemoryApp(AUDIENCE);
    const { campaignId } = await app.jobOf(await app.plan());
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
    await breakIt(app, job.id);
    await app.work();
    expect(await app.jobOf(job.id)).toMatchObject({ phase: 'FAILED', phaseReason: reason });
    expect(await sweepJobs(app.deps)).toMatchObject({ rung: 0 });
    const explained = await explainRecipient(app.deps, { jobId: job.id, customerId: 'customer-1' });
    expect(explained).toMatchObject({ ok: false, error: { code: 'PLAN_UNREADABLE' } });
  });

  it.each(BREAKS)('fails its job while it sends, with %s, and loses nothing that was sent', async (reason, breakIt) => {
    const app = createMemoryApp(AUDIENCE, () => {
      if (app.sender.outbox.length === 50) void pause();
      return ACCEPTED;
    });
    const jobId = await app.plan();
    const pause = async () => {
      const job = await app.jobOf(jobId);
      await app.deps.jobs.save({ ...job, seq: job.seq + 1, phase: 'PAUSED' }, job.seq);
    };
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const sent = app.sender.outbox.length;
    expect(sent).toBeGreaterThan(0);
    await breakIt(app, jobId);
    unwrap(await resumeJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const job = await app.jobOf(jobId);
    expect(job).toMatchObject({
      phase: 'FAILED',
      phaseReason: reason,
      sent: { accepted: sent, inDoubt: 0, failed: 0 },
    });
    expect(app.sender.outbox).toHaveLength(sent);
    expect((await app.deps.shards.list(jobId, job.shardCount)).map(({ isDone }) => isDone)).toEqual([true, true]);
  });
});
