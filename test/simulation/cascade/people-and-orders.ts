import { cancelRun, decideLook, pauseRun, resumeRun } from '../../../src/app/run/index.ts';
import { launchJob, planCampaign, resolveInDoubt, retryFailed } from '../../../src/app/send-job/index.ts';
import type { Customer } from '../../../src/domain/customer/index.ts';
import { isRunOver, waveJobId } from '../../../src/domain/run/index.ts';
import type { StageDeps } from '../stage.ts';
import type { Cascade } from './cascade.ts';

const ACTOR = { id: 'operator' };
const LONGEST_PAUSE_MS = 120_000;

type Spawn = (name: string, work: (deps: StageDeps) => Promise<unknown>, clockOffset?: number) => unknown;

export type Life = {
  readonly random: () => number;
  readonly areReceiptsIn: () => boolean;
  /** Whether the run has ended, so that nothing more happens to its people. */
  isOver: boolean;
  runId: string | null;
  /** When each customer came back, in milliseconds since the epoch. */
  readonly cameBack: Map<string, number[]>;
};

/**
 * The people around a run: somebody plans and launches it and, when it is over, tries again whom its last wave failed to
 * reach; others pause, resume and end it, and may die while they do; customers come back, opt out and get new devices
 * between the waves; and somebody changes campaign, template and segment while it runs.
 */
export function liveAround(cascade: Cascade, spawn: Spawn, life: Life): () => boolean {
  let isEnded = false;
  const { random } = life;
  spawn(
    'operator',
    async (deps) => {
      const launch = cascade.launchesItself ? { launch: true as const } : {};
      const planned = await planCampaign(deps, { actor: ACTOR, campaignId: 'campaign', ...launch });
      if (!planned.ok) throw new Error(planned.error.message);
      const runId = planned.job.id;
      if (!cascade.launchesItself) {
        while ((await deps.jobs.get(runId))?.phase === 'PLANNING') await deps.clock.sleep(1_000);
        const launched = await launchJob(deps, { actor: ACTOR, jobId: runId });
        if (!launched.ok) throw new Error(launched.error.message);
      }
      life.runId = runId;
      await awaitRun(deps, runId, life);
      life.isOver = true;
      const run = await deps.runRecords.get(runId);
      const jobId = waveJobId(runId, run?.wave ?? 0);
      // Refused when there is nobody to retry, or the run was ended, which is as well.
      await retryFailed(deps, { actor: ACTOR, jobId });
      await awaitJobs(deps, life);
      await resolveInDoubt(deps, { actor: ACTOR, jobId, policy: cascade.policy });
      await awaitJobs(deps, life);
      isEnded = true;
    },
    0,
  );
  spawn('operator', async ({ clock }) => {
    while (life.runId === null) await clock.sleep(1_000);
    const runId = life.runId;
    for (let times = 0; times < 6 && !life.isOver; times += 1) {
      await clock.sleep(random() * 300_000);
      spawn('commander', (deps) => pauseRun(deps, { actor: ACTOR, runId }));
      await clock.sleep(random() * 90_000);
      spawn('commander', (deps) => resumeRun(deps, { actor: ACTOR, runId }));
      // An order that comes late, or twice.
      if (random() < 0.2) spawn('commander', (deps) => pauseRun(deps, { actor: ACTOR, runId }));
      if (random() < 0.3) spawn('commander', (deps) => retryFailed(deps, { actor: ACTOR, jobId: runId }));
      if (cascade.isCancelled && random() < 0.4) spawn('commander', (deps) => cancelRun(deps, { actor: ACTOR, runId }));
    }
  });
  if (cascade.look?.ifNoWinner === 'HOLD') {
    spawn('operator', async ({ clock }) => {
      while (life.runId === null) await clock.sleep(1_000);
      const runId = life.runId;
      while (!life.isOver) {
        await clock.sleep(60_000 + random() * 120_000);
        spawn('commander', (deps) => decideLook(deps, { actor: ACTOR, runId, treatment: random() < 0.5 ? 'A' : 'B' }));
      }
    });
  }
  const happen = async (deps: StageDeps): Promise<void> => {
    while (!life.isOver) {
      await deps.clock.sleep(random() * 40_000);
      await befall(deps, `customer-${Math.floor(random() * cascade.customers)}`, life);
    }
  };
  spawn('operator', happen, 0);
  spawn('operator', async (deps) => {
    while (life.runId === null) await deps.clock.sleep(1_000);
    await deps.clock.sleep(random() * 200_000);
    await editEverything(deps);
  });
  return () => isEnded;
}

/** Until the run has ended; whoever paused it and died is made up for. */
async function awaitRun(deps: StageDeps, runId: string, life: Life): Promise<void> {
  let pausedSince: number | null = null;
  for (;;) {
    const run = await deps.runRecords.get(runId);
    if (run !== null && isRunOver(run.phase)) break;
    const now = deps.clock.now();
    pausedSince = run?.phase === 'PAUSED' ? (pausedSince ?? now) : null;
    if (pausedSince !== null && now - pausedSince > LONGEST_PAUSE_MS) await resumeRun(deps, { actor: ACTOR, runId });
    await deps.clock.sleep(5_000);
  }
  await awaitJobs(deps, life);
}

/** Until nothing is due for any job, and no receipt waits. */
async function awaitJobs({ jobs, clock }: StageDeps, { areReceiptsIn }: Life): Promise<void> {
  while (!areReceiptsIn() || (await jobs.listDue(Number.MAX_SAFE_INTEGER, 1)).length > 0) await clock.sleep(1_000);
}

/** Something happens to somebody: they come back, opt out, get a device, or are erased. */
async function befall({ customerStore, clock }: StageDeps, id: string, { random, cameBack }: Life): Promise<void> {
  const stored = (await customerStore.getMany([id])).get(id);
  if (stored === undefined) return;
  const fate = random();
  const now = clock.now();
  const isKept = await customerStore.put(changed(stored.value, fate, now), stored.revision);
  if (isKept && fate < BACK) cameBack.set(id, [...(cameBack.get(id) ?? []), now]);
}

const BACK = 0.5;

function changed(customer: Customer, fate: number, now: number): Customer {
  const number = customer.id.replace('customer-', '');
  if (fate < BACK) return { ...customer, activity: { ...customer.activity, lastActiveAt: now } };
  const [endpoint] = customer.endpoints;
  if (endpoint === undefined) {
    const device = {
      id: `endpoint-${number}`,
      address: `token-${number}`,
      channelType: 'GCM',
      status: 'ACTIVE',
    } as const;
    const nothing = { attributes: {}, metrics: {}, demographic: {}, location: {} };
    return { ...customer, endpoints: [{ ...device, optOut: 'NONE', effectiveAt: now, ...nothing }] };
  }
  const optOut = fate < 0.75 ? 'ALL' : 'NONE';
  const status = fate > 0.95 ? 'INACTIVE' : 'ACTIVE';
  return { ...customer, endpoints: [{ ...endpoint, optOut, status }] };
}

/** What runs keeps what it began with: words that nobody of it may get, and a segment without anybody. */
async function editEverything({ templates, segments, campaigns }: StageDeps): Promise<void> {
  for (const id of ['template', 'wave-1', 'wave-2']) {
    const template = await templates.get(id);
    if (template === null) continue;
    const content = { channel: 'PUSH', title: '바뀐 말', body: '바뀐 말' } as const;
    const defaults = { messageClass: 'TRANSACTIONAL', defaultSubstitutions: {} } as const;
    await templates.putVersion({ templateId: id, version: 2, content, ...defaults }, ACTOR);
    await templates.put({ ...template.value, activeVersion: 2, latestVersion: 2 }, template.revision, ACTOR);
  }
  const segment = await segments.get('segment');
  if (segment?.value.type === 'DYNAMIC') {
    const none = { include: 'NONE', groups: [] } as const;
    await segments.put({ ...segment.value, version: 2, definition: none }, segment.revision, ACTOR);
  }
  const campaign = await campaigns.get('campaign');
  if (campaign === null) return;
  const steps = campaign.value.steps.slice(0, 1);
  await campaigns.put({ ...campaign.value, steps, name: '바뀐 이름' }, campaign.revision, ACTOR);
}
