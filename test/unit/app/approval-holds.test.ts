import { describe, expect, it } from 'vitest';
import { approveRun } from '../../../src/app/approval/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { pauseRun, resumeRun, runProgress } from '../../../src/app/run/index.ts';
import { listOccurrences, openDueCampaigns } from '../../../src/app/schedule/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { people } from './run-of-waves.ts';

const MINUTE = 60_000;

/** A campaign for six people, of whom more than two need an approval. */
async function arrange() {
  const app = createMemoryApp(people(6));
  const { deps } = app;
  const { campaignId } = await app.jobOf(await app.plan());
  unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { approval: { recipients: 2 } } }));
  const settle = async (): Promise<void> => {
    app.clock.advance(MINUTE);
    await sweepJobs(deps);
    await app.work();
  };
  const approveAndLaunch = async (runId: string): Promise<void> => {
    unwrap(await approveRun(deps, { actor: { id: 'jisu', signedInAt: app.clock.now() - MINUTE }, runId }));
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: runId }));
    await settle();
  };
  return { app, deps, campaignId, settle, approveAndLaunch };
}

describe('a run that needs an approval', () => {
  it('does not begin by being paused while it is planned, and resumed', async () => {
    const { app, deps, campaignId, settle, approveAndLaunch } = await arrange();
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId, launch: true }));
    unwrap(await pauseRun(deps, { actor: ACTOR, runId: job.id }));
    await settle();
    unwrap(await resumeRun(deps, { actor: ACTOR, runId: job.id }));
    await settle();
    expect((await app.jobOf(job.id)).phase).toBe('PLANNED');
    expect(app.sender.outbox).toEqual([]);
    await approveAndLaunch(job.id);
    expect(app.sender.outbox).toHaveLength(6);
  });

  it('waits for it when a schedule opened it, and says so', async () => {
    const { app, deps, campaignId, settle, approveAndLaunch } = await arrange();
    const stored = (await deps.campaigns.get(campaignId))?.value;
    if (stored === undefined) throw new Error('There is no campaign.');
    const at = new Date(app.clock.now() + 5 * MINUTE).toISOString().slice(0, 16);
    const schedule = { type: 'AT', at, timezone: 'UTC' } as const;
    unwrap(await saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...stored, schedule } }));
    for (let minute = 0; minute < 8; minute += 1) {
      await settle();
      await openDueCampaigns(deps);
    }
    const [occurrence] = unwrap(await listOccurrences(deps, { campaignId, limit: 10 })).items;
    const runId = occurrence?.jobId ?? '';
    expect(occurrence).toMatchObject({ state: 'OPENED' });
    expect(await app.jobOf(runId)).toMatchObject({ phase: 'PLANNED', phaseReason: 'NOT_APPROVED' });
    expect(app.sender.outbox).toEqual([]);
    await approveAndLaunch(runId);
    expect(app.sender.outbox).toHaveLength(6);
    expect(unwrap(await runProgress(deps, { runId })).run.phase).toBe('COMPLETED');
  });
});
