import { describe, expect, it } from 'vitest';
import { sweepJobs, type SendJob, type SendResult } from '../../../src/app/delivery/index.ts';
import { cancelRun, listRuns, pauseRun, resumeRun } from '../../../src/app/run/index.ts';
import { followRun } from '../../../src/app/delivery/job/follow-run.ts';
import { startWaveIfDue } from '../../../src/app/delivery/job/start-wave.ts';
import { leadRun } from '../../../src/app/delivery/job/lead-run.ts';
import { launchJob, planCampaign, resumeJob, retryFailed } from '../../../src/app/send-job/index.ts';
import { ACCEPTED, ACTOR, unwrap } from './memory-app.ts';
import { HOUR, start } from './run-of-waves.ts';

type App = Awaited<ReturnType<typeof start>>;

describe('orders to a run', () => {
  const order = (app: Awaited<ReturnType<typeof start>>) => ({ actor: ACTOR, runId: app.runId });

  it('a paused run begins no wave; one whose time has passed begins when it is resumed', async () => {
    const app = await start();
    await app.launch();
    expect(unwrap(await pauseRun(app.deps, order(app))).run.phase).toBe('PAUSED');
    await app.pass(5 * HOUR);
    expect(app.sentTo(1)).toEqual([]);
    expect(unwrap(await resumeRun(app.deps, order(app))).run.phase).toBe('RUNNING');
    await app.pass(60_000);
    expect(app.sentTo(1)).toHaveLength(6);
  });

  it('pausing stops the wave that is being sent, which its own command cannot resume', async () => {
    const app = await start({ waits: [] });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: app.runId }));
    unwrap(await pauseRun(app.deps, order(app)));
    await app.pass(0);
    expect(await app.jobOf(app.runId)).toMatchObject({ phase: 'PAUSED', phaseReason: 'RUN_PAUSED' });
    expect(await resumeJob(app.deps, { actor: ACTOR, jobId: app.runId })).toMatchObject({
      error: { code: 'RUN_PHASE' },
    });
    expect(app.sentTo(0)).toEqual([]);
    unwrap(await resumeRun(app.deps, order(app)));
    await app.pass(0);
    expect(app.sentTo(0)).toHaveLength(6);
    expect((await app.progress()).run.phase).toBe('COMPLETED');
  });

  it('a cancelled run sends nothing more, and repeating the order changes nothing', async () => {
    const app = await start({
      waits: [
        [60, ['NOT_ACTIVE']],
        [60, ['NOT_ACTIVE']],
      ],
    });
    await app.launch();
    unwrap(await cancelRun(app.deps, order(app)));
    unwrap(await cancelRun(app.deps, order(app)));
    await app.pass(3 * HOUR);
    expect(app.sentTo(1)).toEqual([]);
    expect(await app.progress()).toMatchObject({ run: { phase: 'CANCELLED' }, waves: [{}, { phase: 'CANCELLED' }] });
    expect(await resumeRun(app.deps, order(app))).toMatchObject({ error: { code: 'RUN_PHASE' } });
    expect(await pauseRun(app.deps, { actor: ACTOR, runId: 'none' })).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('whoever knows an older order changes nothing of a wave that has followed a newer one', async () => {
    const app = await start({ waits: [] });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: app.runId }));
    const { run: paused } = unwrap(await pauseRun(app.deps, order(app)));
    unwrap(await resumeRun(app.deps, order(app)));
    await followRun(app.deps, paused);
    expect((await app.jobOf(app.runId)).phase).toBe('SENDING');
  });

  it('an order whose giver died before the wave followed is followed by the next sweep', async () => {
    const app = await start({ waits: [] });
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: app.runId }));
    const jobs = { ...app.deps.jobs, save: () => Promise.reject(new Error('It died.')) };
    await expect(pauseRun({ ...app.deps, jobs }, order(app))).rejects.toThrow('It died.');
    expect((await app.jobOf(app.runId)).phase).toBe('SENDING');
    await sweepJobs(app.deps);
    expect((await app.jobOf(app.runId)).phase).toBe('PAUSED');
  });

  it('a wave that is sent once more to those who failed stops and goes on with its run, before the next one begins', async () => {
    let isDown = true;
    const answer = (): SendResult =>
      isDown ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'THROTTLED' } : ACCEPTED;
    const app = await start({ answer });
    await app.launch();
    isDown = false;
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId: app.runId }));
    unwrap(await pauseRun(app.deps, order(app)));
    expect((await app.jobOf(app.runId)).phase).toBe('PAUSED');
    await app.pass(2 * HOUR);
    expect(app.sentTo(1)).toEqual([]);
    unwrap(await resumeRun(app.deps, order(app)));
    await app.pass(0);
    expect(await app.jobOf(app.runId)).toMatchObject({ phase: 'COMPLETED', round: 1 });
    expect((await app.progress()).run).toMatchObject({ wave: 1 });
  });

  it('whoever comes late with a wave that the run has left leads it nowhere', async () => {
    const everybody = ['NO_RESULT', 'NOT_OPENED'] as const;
    const app = await start({
      waits: [
        [60, everybody],
        [60, everybody],
      ],
    });
    await app.launch();
    const first = await app.jobOf(app.runId);
    await app.pass(HOUR);
    const { run } = await app.progress();
    expect(run).toMatchObject({ phase: 'RUNNING', wave: 2 });
    await leadRun(app.deps, first);
    expect((await app.progress()).run).toEqual(run);
    await app.pass(HOUR);
    await leadRun(app.deps, first);
    expect((await app.progress()).run).toMatchObject({ phase: 'COMPLETED', wave: 2 });
    expect([0, 1, 2].map((wave) => app.sentTo(wave).length)).toEqual([6, 6, 6]);
  });

  it('a wave that has begun is not sent once more to those whom the next one has taken', async () => {
    const failing = (): SendResult => ({ kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'THROTTLED' });
    const app = await start({ answer: failing });
    await app.launch();
    await app.pass(HOUR);
    expect(await retryFailed(app.deps, { actor: ACTOR, jobId: app.runId })).toMatchObject({
      error: { code: 'RUN_PHASE' },
    });
  });

  describe('when a wave is sent once more just as the next one begins', () => {
    /** A wave whose people all failed; `meanwhile` happens just before a job is written first that `isIt`. */
    async function race(isIt: (job: SendJob) => boolean, meanwhile: (deps: App['deps']) => Promise<unknown>) {
      let isDown = true;
      const answer = (): SendResult =>
        isDown ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'THROTTLED' } : ACCEPTED;
      const app = await start({ answer });
      await app.launch();
      isDown = false;
      app.clock.advance(HOUR);
      let isOver = false;
      const save: App['deps']['jobs']['save'] = async (job, seq) => {
        if (!isOver && isIt(job)) {
          isOver = true;
          await meanwhile(app.deps);
        }
        return app.deps.jobs.save(job, seq);
      };
      return { app, racing: { ...app.deps, jobs: { ...app.deps.jobs, save } }, wasRaced: () => isOver };
    }
    const retry = (deps: App['deps'], jobId: string) => retryFailed(deps, { actor: ACTOR, jobId });

    it('waits with the next one where the order came first', async () => {
      let runId = '';
      const { app, racing, wasRaced } = await race(
        ({ wave, phase }) => wave === 1 && phase === 'PLANNING',
        async (deps) => unwrap(await retry(deps, runId)),
      );
      ({ runId } = app);
      await startWaveIfDue(racing, await app.jobOf(`${runId}-w1`));
      expect(wasRaced()).toBe(true);
      expect((await app.jobOf(`${runId}-w1`)).phase).toBe('SCHEDULED');
      await app.pass(0);
      expect(app.sentTo(0)).toHaveLength(6);
      expect(await app.jobOf(runId)).toMatchObject({ phase: 'COMPLETED', round: 1, sent: { accepted: 6 } });
    });

    it('refuses the order where the next one came first, and sends nobody both', async () => {
      const { app, racing, wasRaced } = await race(
        ({ id, phase }) => !id.endsWith('-w1') && phase === 'SENDING',
        async (deps) => startWaveIfDue(deps, await app.jobOf(`${app.runId}-w1`)),
      );
      expect(await retry(racing, app.runId)).toMatchObject({ error: { code: 'RUN_PHASE' } });
      expect(wasRaced()).toBe(true);
      expect(await app.jobOf(app.runId)).toMatchObject({ phase: 'COMPLETED', round: 0 });
      await app.pass(0);
      expect([app.sentTo(0).length, app.sentTo(1).length]).toEqual([0, 6]);
    });
  });

  it('reach the last wave of a run that is through while it is sent once more to those who failed', async () => {
    const failed: SendResult = { kind: 'ANSWERED', status: 'FAILED', code: 'TEMPORARY_FAILURE', isRetriable: false };
    let isDown = true;
    const app = await start({ waits: [], answer: () => (isDown ? failed : ACCEPTED) });
    await app.launch();
    expect(await pauseRun(app.deps, order(app))).toMatchObject({ error: { code: 'RUN_PHASE' } });
    isDown = false;
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId: app.runId }));
    expect(unwrap(await pauseRun(app.deps, order(app))).run.phase).toBe('COMPLETED');
    await app.pass(HOUR);
    expect(await app.jobOf(app.runId)).toMatchObject({ phase: 'PAUSED', sent: { accepted: 0 } });
    unwrap(await resumeRun(app.deps, order(app)));
    expect((await app.jobOf(app.runId)).phase).toBe('SENDING');
    unwrap(await cancelRun(app.deps, order(app)));
    await app.pass(HOUR);
    expect(await app.jobOf(app.runId)).toMatchObject({ phase: 'CANCELLED', sent: { accepted: 0 } });
    expect((await app.progress()).run.phase).toBe('COMPLETED');
    expect(await cancelRun(app.deps, order(app))).toMatchObject({ error: { code: 'RUN_PHASE' } });
  });

  it('nothing begins while all sending is stopped, and no other run of the campaign between two waves', async () => {
    const app = await start();
    await app.launch();
    const again = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId: app.campaign.id })).job.id;
    await app.work();
    expect(await launchJob(app.deps, { actor: ACTOR, jobId: again })).toMatchObject({
      error: { code: 'CAMPAIGN_RUNNING' },
    });
    await app.deps.deliverySettings.put({ isStopped: true, reason: '점검', messagesPerSecond: {} }, 0, 'minji');
    await app.pass(HOUR);
    expect(app.sentTo(1)).toEqual([]);
    expect(await resumeRun(app.deps, order(app))).toMatchObject({ error: { code: 'SENDING_STOPPED' } });
    await app.deps.deliverySettings.put({ isStopped: false, reason: '', messagesPerSecond: {} }, 1, 'minji');
    await app.pass(60_000);
    expect(app.sentTo(1)).toHaveLength(6);
    const { runs } = unwrap(await listRuns(app.deps, { campaignId: app.campaign.id }));
    expect(runs.map(({ id, phase }) => [id, phase]).sort()).toEqual(
      [
        [app.runId, 'COMPLETED'],
        [again, 'PLANNED'],
      ].sort(),
    );
  });
});
