import { describe, expect, it } from 'vitest';
import { sweepJobs, type Outgoing, type SendResult } from '../../../src/app/delivery/index.ts';
import {
  cancelJob,
  launchJob,
  pauseJob,
  planCampaign,
  resolveInDoubt,
  resumeJob,
  retryFailed,
} from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { isComplete, type RecipientStatus } from '../../../src/domain/send-job/index.ts';
import { allowedCommands } from '../../../src/domain/send-job/transitions.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const AUDIENCE = createAudience(400);
const REACHABLE = AUDIENCE.filter(({ endpoints }) => endpoints.some(({ optOut }) => optOut === 'NONE')).length;
const BUSY: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' };
const REFUSED: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
const SILENT: SendResult = { kind: 'UNKNOWN', code: 'TimeoutError' };

async function start(
  decide: (message: Outgoing) => SendResult,
  limits: Partial<Campaign> = {},
  size = AUDIENCE.length,
) {
  const app = createMemoryApp(AUDIENCE.slice(0, size), decide);
  const jobId = await app.plan({}, limits);
  unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
  const list = async (status: RecipientStatus) => {
    const page = unwrap(await listRecipients(app.deps, { jobId, status, limit: 500 }));
    return page.items.map(({ customerId, code }) => ({ customerId, code }));
  };
  return { app, jobId, list, sent: async () => (await app.jobOf(jobId)).sent };
}

describe('retryFailed', () => {
  it('M24 keeps the deadline of the job, and is refused after it', async () => {
    let isDown = true;
    const { app, jobId } = await start(() => (isDown ? BUSY : ACCEPTED), { maxDurationMinutes: 600 }, 30);
    await app.work();
    const { sendUntil, launchedAt = 0 } = await app.jobOf(jobId);
    expect(sendUntil).toBe(launchedAt + 600 * 60_000);
    const retry = () => retryFailed(app.deps, { actor: ACTOR, jobId });
    expect(unwrap(await retry()).job).toMatchObject({ phase: 'SENDING', sendUntil });
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', sendUntil });
    isDown = false;
    const calls = app.sender.outbox.length;
    app.clock.advance(3 * 24 * 60 * 60_000);
    expect(await retry()).toMatchObject({ ok: false, error: { code: 'JOB_EXPIRED' } });
    await sweepJobs(app.deps);
    await app.work();
    expect(app.sender.outbox).toHaveLength(calls);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', round: 1 });
  });

  it('M24 ends with its round at the deadline: whoever was not reached by then is not', async () => {
    let isDown = true;
    const { app, jobId, list } = await start(() => (isDown ? BUSY : ACCEPTED), { maxDurationMinutes: 10 }, 30);
    await app.work();
    unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId }));
    isDown = false;
    app.clock.advance(10 * 60_000);
    await app.work();
    await sweepJobs(app.deps);
    await app.work();
    expect(app.sender.outbox).toEqual([]);
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
    expect(await list('ACCEPTED')).toEqual([]);
  });

  it('sends to those again who failed for a while, and to nobody else', async () => {
    let isDown = true;
    const asked = new Map<string, number>();
    const { app, jobId, list, sent } = await start(({ address }) => {
      asked.set(address, (asked.get(address) ?? 0) + 1);
      if (address.endsWith('3')) return isDown ? BUSY : ACCEPTED;
      return address.endsWith('5') ? REFUSED : ACCEPTED;
    });
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED' });
    const before = new Map(asked);
    const failedFor = await list('FAILED');
    const retriable = failedFor.filter(({ code }) => code === 'TEMPORARY_FAILURE').length;
    expect(retriable).toBeGreaterThan(20);
    isDown = false;
    const { job } = unwrap(await retryFailed(app.deps, { actor: ACTOR, jobId }));
    expect(job).toMatchObject({ phase: 'SENDING', round: 1, retry: 'FAILED' });
    await app.work();
    for (const [address, times] of asked) {
      expect(times - (before.get(address) ?? 0), address).toBe(address.endsWith('3') ? 1 : 0);
    }
    const totals = await sent();
    expect(isComplete(totals)).toBe(true);
    expect(totals.failed).toBe(failedFor.length - retriable);
    expect(totals.accepted).toBe(REACHABLE - totals.failed);
    expect((await list('FAILED')).every(({ code }) => code === 'PERMANENT_FAILURE')).toBe(true);
  });

  it('is refused while the job is sending and when nobody has failed, and does nothing twice', async () => {
    const { app, jobId } = await start(() => ACCEPTED, {}, 30);
    const retry = () => retryFailed(app.deps, { actor: ACTOR, jobId });
    expect(await retry()).toMatchObject({ ok: false, error: { code: 'JOB_PHASE' } });
    await app.work();
    expect(await retry()).toMatchObject({ ok: false, error: { code: 'NOTHING_TO_RETRY' } });

    const other = await start(({ address }) => (address === 'token-0' ? BUSY : ACCEPTED), {}, 30);
    await other.app.work();
    const first = unwrap(await retryFailed(other.app.deps, { actor: ACTOR, jobId: other.jobId }));
    const second = unwrap(await retryFailed(other.app.deps, { actor: ACTOR, jobId: other.jobId }));
    expect(second.job.round).toBe(first.job.round);
  });
});

describe('resolveInDoubt', () => {
  it('sends to the doubtful again under RESEND, and marks that they may have got it twice', async () => {
    let isSilent = true;
    const { app, jobId, list, sent } = await start(
      ({ address }) => (isSilent && address.endsWith('1') ? SILENT : ACCEPTED),
      { inDoubtPolicy: 'HOLD' },
      100,
    );
    await app.work();
    const doubtful = await list('IN_DOUBT');
    expect(doubtful.length).toBeGreaterThan(5);
    isSilent = false;
    unwrap(await resolveInDoubt(app.deps, { actor: ACTOR, jobId, policy: 'RESEND' }));
    const before = app.sender.outbox.length;
    await app.work();
    expect(app.sender.outbox.length - before).toBe(doubtful.length);
    expect(await sent()).toMatchObject({ inDoubt: 0 });
    const marked = (await list('ACCEPTED')).filter(({ code }) => code === 'RESENT').map(({ customerId }) => customerId);
    expect(marked.sort()).toEqual(doubtful.map(({ customerId }) => customerId).sort());
  });

  it('leaves them as they are under HOLD, and remembers who decided that', async () => {
    const { app, jobId, sent } = await start(() => SILENT, { inDoubtPolicy: 'HOLD' }, 20);
    const hold = () => resolveInDoubt(app.deps, { actor: ACTOR, jobId, policy: 'HOLD' });
    expect(await hold()).toMatchObject({ error: { code: 'JOB_PHASE' } });
    await app.work();
    const before = await sent();
    const { job } = unwrap(await hold());
    expect(job).toMatchObject({ phase: 'COMPLETED', doubtHeldBy: 'minji' });
    await app.work();
    expect(await sent()).toEqual(before);
    expect(app.sender.outbox).toEqual([]);
    expect(unwrap(await hold()).job).toEqual(job);
  });
});

describe('a cancellation', () => {
  it('leaves whoever was to be sent to once more in doubt: they may have got it, and get it no more', async () => {
    const called = new Set<string>();
    const { app, jobId, list, sent } = await start(
      ({ customer }) => {
        if (called.size === 0) void cancelJob(app.deps, { actor: ACTOR, jobId });
        called.add(customer.id);
        return SILENT;
      },
      { inDoubtPolicy: 'RESEND' },
    );
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'CANCELLED' });
    const doubtful = await list('IN_DOUBT');
    expect(doubtful.map(({ customerId }) => customerId).sort()).toEqual([...called].sort());
    expect(doubtful.every(({ code }) => code === 'RESENT/NOT_SENT_AGAIN')).toBe(true);
    expect(await sent()).toMatchObject({ inDoubt: called.size, accepted: 0 });
    expect(await list('PLANNED')).toHaveLength(REACHABLE - called.size);
  });
});

describe('the kill switch', () => {
  it('halts a job before its next chunk, refuses launches, and lets the job go on when it is off', async () => {
    const { app, jobId } = await start(() => {
      if (app.sender.outbox.length === 50) void stop(true);
      return ACCEPTED;
    });
    const stop = (isStopped: boolean) =>
      changeDeliverySettings(app.deps, { actor: ACTOR, change: { isStopped, reason: 'a wrong price' } });
    await app.work();
    expect(app.sender.outbox.length).toBeLessThanOrEqual(100);
    expect(await sweepJobs(app.deps)).toMatchObject({ rung: 0 });
    const refused = await launchJob(app.deps, { actor: ACTOR, jobId });
    expect(refused).toMatchObject({ ok: false, error: { code: 'SENDING_STOPPED' } });
    expect(refused).toMatchObject({ error: { message: expect.stringContaining('a wrong price') as string } });
    unwrap(await stop(false));
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', sent: { accepted: REACHABLE } });
  });

  it('M21 stays on whoever changes a rate at the same time, and the rate is changed', async () => {
    const { deps } = createMemoryApp();
    const change = (fields: Parameters<typeof changeDeliverySettings>[1]['change']) =>
      changeDeliverySettings(deps, { actor: ACTOR, change: fields });
    const { get, put } = deps.deliverySettings;
    // Between the reading and the writing of the rate somebody stops everything.
    let isSeen = false;
    const deliverySettings = {
      get,
      put: async (...write: Parameters<typeof put>) => {
        if (!isSeen) {
          isSeen = true;
          unwrap(await change({ isStopped: true, reason: 'a wrong price' }));
        }
        return put(...write);
      },
    };
    const command = { actor: ACTOR, change: { messagesPerSecond: { PUSH: 7 } } };
    const answer = unwrap(await changeDeliverySettings({ ...deps, deliverySettings }, command));
    const both = { isStopped: true, reason: 'a wrong price', messagesPerSecond: { PUSH: 7 } };
    expect(answer.settings).toEqual({ ...both, revision: 2 });
    expect(answer.changes.map(({ field }) => field)).toEqual(['messagesPerSecond']);
    expect(await get()).toEqual({ ...both, revision: 2 });
    await Promise.all([
      change({ isStopped: false }),
      change({ messagesPerSecond: { SMS: 3 } }),
      change({ reason: '' }),
    ]);
    expect(await get()).toEqual({ isStopped: false, reason: '', messagesPerSecond: { SMS: 3 }, revision: 5 });
  });

  it('refuses rates that are none', async () => {
    const app = createMemoryApp();
    for (const PUSH of [0, -1, 1.5, Number.NaN, 2_000_000]) {
      const refused = await changeDeliverySettings(app.deps, {
        actor: ACTOR,
        change: { messagesPerSecond: { PUSH } },
      });
      expect(refused, String(PUSH)).toMatchObject({ ok: false, error: { code: 'INVALID_SETTINGS' } });
    }
  });
});

describe('limits of a campaign', () => {
  it('sends to nobody more often than its caps allow, over all its jobs', async () => {
    const { app, jobId } = await start(() => ACCEPTED, { caps: { daily: 1, total: 2 } }, 60);
    await app.work();
    const once = app.sender.outbox.length;
    const { campaignId } = await app.jobOf(jobId);
    const runAgain = async () => {
      const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
      await app.work();
      const last = await app.deps.runs.get(campaignId);
      unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id, besideJobId: last?.jobId }));
      await app.work();
      return (await app.jobOf(job.id)).sent;
    };
    expect(await runAgain()).toMatchObject({ included: 0, excluded: { FREQUENCY_CAP: once } });
    app.clock.advance(86_400_000);
    expect(await runAgain()).toMatchObject({ accepted: once, skipped: 0 });
    app.clock.advance(86_400_000);
    expect(await runAgain()).toMatchObject({ included: 0, excluded: { FREQUENCY_CAP: once } });
    expect(app.sender.outbox).toHaveLength(2 * once);
  });

  it('skips those whom another job of the campaign has sent to since the plan', async () => {
    const app = createMemoryApp(AUDIENCE.slice(0, 60));
    const jobId = await app.plan({}, { caps: { daily: 1 } });
    const { campaignId } = await app.jobOf(jobId);
    const { job } = unwrap(await planCampaign(app.deps, { actor: ACTOR, campaignId }));
    await app.work();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    const once = app.sender.outbox.length;
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId: job.id, besideJobId: jobId }));
    await app.work();
    expect((await app.jobOf(job.id)).sent).toMatchObject({ accepted: 0, skipped: once });
    const page = unwrap(await listRecipients(app.deps, { jobId: job.id, status: 'SKIPPED', limit: 500 }));
    expect(page.items.every(({ code }) => code === 'FREQUENCY_CAP')).toBe(true);
    expect(app.sender.outbox).toHaveLength(once);
  });

  it('cancels a job that has sent for as long as it may, and says why', async () => {
    const { app, jobId } = await start(
      () => {
        app.clock.advance(5_000);
        return ACCEPTED;
      },
      { maxDurationMinutes: 10 },
    );
    await app.work();
    const job = await app.jobOf(jobId);
    expect(job).toMatchObject({ phase: 'CANCELLED', phaseReason: 'MAX_DURATION' });
    expect(job.sent.accepted).toBe(app.sender.outbox.length);
    expect(job.sent.accepted).toBeLessThan(REACHABLE);
  });

  it('keeps the rate of a campaign', async () => {
    const { app } = await start(() => ACCEPTED, { messagesPerSecond: 20 }, 200);
    const startedAt = app.clock.now();
    await app.work(3_600_000);
    const seconds = (app.clock.now() - startedAt) / 1_000;
    expect(app.sender.outbox.length / seconds).toBeLessThanOrEqual(20);
    expect(app.sender.outbox.length / seconds).toBeGreaterThan(17);
  });
});

describe('a provider that denies us', () => {
  it('pauses the job with the reason, loses nobody, and goes on when that is put right', async () => {
    let isDenied = true;
    const denied: SendResult = { kind: 'NOT_SENT', cause: 'DENIED', code: 'ForbiddenException' };
    const { app, jobId } = await start(() => (isDenied ? denied : ACCEPTED));
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({
      phase: 'PAUSED',
      phaseReason: 'PROVIDER_DENIED/ForbiddenException',
      sent: { failed: 0, inDoubt: 0 },
    });
    isDenied = false;
    unwrap(await resumeJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({ phase: 'COMPLETED', sent: { accepted: REACHABLE } });
  });

  it('is what a channel looks like that nobody has set up', async () => {
    const app = createMemoryApp(AUDIENCE);
    const jobId = await app.plan();
    const deps = { ...app.deps, senders: {} };
    unwrap(await launchJob(deps, { actor: ACTOR, jobId }));
    Object.assign(app.deps, { senders: {} });
    await app.work();
    expect(await app.jobOf(jobId)).toMatchObject({
      phase: 'PAUSED',
      phaseReason: 'PROVIDER_DENIED/CHANNEL_NOT_CONFIGURED',
    });
  });
});

describe('a pause', () => {
  it.each([1, 4, 8])('lets at most one more chunk of each shard begin, with %i lanes', async (lanes) => {
    const size = 6_000;
    const app = createMemoryApp(createAudience(size), () => ACCEPTED);
    Object.assign(app.deps, { settings: { ...app.deps.settings, lanes } });
    let calls = 0;
    let atPause = 0;
    const { send } = app.sender;
    const counting = {
      ...app.sender,
      send: async (...call: Parameters<typeof send>) => {
        calls += 1;
        if (calls === 10) {
          await pauseJob(app.deps, { actor: ACTOR, jobId });
          atPause = calls;
        }
        return send(...call);
      },
    };
    Object.assign(app.deps, { senders: { PUSH: counting } });
    const jobId = await app.plan();
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    expect((await app.jobOf(jobId)).phase).toBe('PAUSED');
    // Those whose claim was written before the pause, and one whose question was answered just before it.
    expect(calls - atPause).toBeLessThanOrEqual(1);
  });
});

describe('every control', () => {
  const CONTROLS = {
    LAUNCH: launchJob,
    PAUSE: pauseJob,
    RESUME: resumeJob,
    CANCEL: cancelJob,
  } as const;

  it('is legal in exactly the phases of the transition table, and idempotent where it is', async () => {
    for (const [name, control] of Object.entries(CONTROLS)) {
      const command = name as keyof typeof CONTROLS;
      for (const phase of ['PLANNED', 'SENDING', 'PAUSED', 'COMPLETED', 'CANCELLED'] as const) {
        const app = createMemoryApp(AUDIENCE.slice(0, 20));
        const jobId = await app.plan();
        const run = (use: typeof launchJob) => use(app.deps, { actor: ACTOR, jobId });
        if (phase !== 'PLANNED' && phase !== 'CANCELLED') unwrap(await run(launchJob));
        if (phase === 'PAUSED') unwrap(await run(pauseJob));
        if (phase === 'CANCELLED') unwrap(await run(cancelJob));
        if (phase === 'COMPLETED') await app.work();
        expect((await app.jobOf(jobId)).phase).toBe(phase);
        const outcome = await run(control);
        const isLegal = allowedCommands(phase).includes(command);
        expect(outcome.ok, `${command} while ${phase}`).toBe(isLegal);
        if (!outcome.ok) {
          expect(outcome.error.code).toBe('JOB_PHASE');
          continue;
        }
        const again = unwrap(await run(control));
        expect(again.job, `${command} twice while ${phase}`).toEqual(outcome.job);
      }
    }
  });
});
