import { describe, expect, it } from 'vitest';
import { cancelRun } from '../../../src/app/run/index.ts';
import { cancelJob, launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { start } from './run-of-waves.ts';

const HOUR = 3_600_000;

/** One campaign with as many plans as are asked for, none of them launched. */
async function planned(runs: number) {
  const app = createMemoryApp(createAudience(60));
  const first = await app.plan();
  const { campaignId } = await app.jobOf(first);
  const jobIds = [first];
  while (jobIds.length < runs) {
    jobIds.push(unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId })).job.id);
  }
  await app.work();
  const launch = (jobId: string | undefined, besideJobId?: string) =>
    launchJob(app.deps, { actor: ACTOR, jobId: jobId ?? 'nobody', besideJobId });
  return { app, campaignId, jobIds, launch };
}

describe('two runs of one campaign', () => {
  it('M26 that are launched by a double click go out once, and the second is told of the first', async () => {
    const { app, jobIds, launch } = await planned(2);
    const answers = await Promise.all(jobIds.map((jobId) => launch(jobId)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.find(({ ok }) => !ok);
    expect(refused).toMatchObject({ error: { code: 'CAMPAIGN_RUNNING' } });
    await app.work();
    expect(new Set(app.sender.outbox.map(({ address }) => address)).size).toBe(app.sender.outbox.length);
  });

  it('M26 may not follow each other within an hour, unless the other is named', async () => {
    const { app, campaignId, jobIds, launch } = await planned(3);
    const [first = '', second, third] = jobIds;
    unwrap(await launch(first));
    await app.work();
    const once = app.sender.outbox.length;
    const refused = await launch(second);
    expect(refused).toMatchObject({ ok: false, error: { code: 'CAMPAIGN_JUST_SENT' } });
    expect(refused.ok ? '' : refused.error.message).toContain(first);
    const again = { actor: ACTOR, campaignId, launch: true } as const;
    expect(await planCampaign(app.deps, again)).toMatchObject({ ok: false, error: { code: 'CAMPAIGN_JUST_SENT' } });
    unwrap(await launch(second, first));
    await app.work();
    expect(app.sender.outbox).toHaveLength(2 * once);
    app.clock.advance(HOUR);
    unwrap(await launch(third));
    await app.work();
    expect(app.sender.outbox).toHaveLength(3 * once);
  });

  it('M26 do not hinder each other when the first was given up before anybody was sent to', async () => {
    const { app, jobIds, launch } = await planned(2);
    const [first = '', second] = jobIds;
    app.deps.senders.PUSH = { ...app.sender, send: () => Promise.reject(new Error('Nobody is to be sent to.')) };
    unwrap(await launch(first));
    unwrap(await cancelJob(app.deps, { actor: ACTOR, jobId: first }));
    await app.work();
    unwrap(await launch(second));
  });

  it('know of each other when a third is over that was launched after the first', async () => {
    const app = await start({ waits: [[5 * 1_440, ['NOT_OPENED']]] });
    const { deps, campaign, runId: first } = app;
    await app.launch();
    const plan = async () => {
      app.clock.advance(2 * HOUR);
      const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId: campaign.id }));
      await app.work();
      return job.id;
    };
    const launch = (jobId: string, besideJobId?: string) => launchJob(deps, { actor: ACTOR, jobId, besideJobId });
    const second = await plan();
    unwrap(await launch(second, first));
    unwrap(await cancelRun(deps, { actor: ACTOR, runId: second }));
    await app.pass(0);
    const third = await plan();
    const refused = await launch(third);
    expect(refused).toMatchObject({ error: { code: 'CAMPAIGN_RUNNING' } });
    expect(refused.ok ? '' : refused.error.message).toContain(first);
    unwrap(await launch(third, first));
    const fourth = await plan();
    // To name an earlier one says nothing of one that was launched since.
    expect(await launch(fourth, first)).toMatchObject({ error: { code: 'CAMPAIGN_RUNNING' } });
    unwrap(await launch(fourth, third));
    for (const runId of [first, third, fourth]) unwrap(await cancelRun(deps, { actor: ACTOR, runId }));
    await app.pass(0);
    unwrap(await launch(await plan()));
    expect((await deps.runs.get(campaign.id))?.beside).toBeUndefined();
  });

  it('M26 launched again by the same job change nothing', async () => {
    const { jobIds, launch } = await planned(1);
    unwrap(await launch(jobIds[0]));
    unwrap(await launch(jobIds[0]));
  });
});
