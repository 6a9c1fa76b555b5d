import type { FrequencyCap } from '../../domain/campaign/index.ts';
import type { Channel } from '../../domain/customer/index.ts';
import type { JobPhase } from '../../domain/send-job/index.ts';
import type { PriceStore, TemplateStore } from '../ports.ts';
import { closeShard } from './lease/close-shard.ts';
import { compileJob, type NoWay } from './job/compile-job.ts';
import type { CompiledJob } from './model/compiled-job.ts';
import { controlWork, type ReadBefore, type Stop, type WorkControl } from './job/control-work.ts';
import { endBySystem } from './job/end-by-system.ts';
import type { SendJob } from './model/job.ts';
import type { JobSpec } from './model/job-spec.ts';
import { createLease, LostLeaseError, type Lease } from './lease/lease.ts';
import { DEFAULT_RATES } from './pace/default-rates.ts';
import { createLimiters, type Limiter, type RateLimit } from './pace/limiter.ts';
import { quotaRenewedAt } from './pace/quota-renewed-at.ts';
import { planShard } from './plan/plan-shard.ts';
import type { EntrySource } from './plan/read-entries.ts';
import type {
  BudgetStore,
  Doorbell,
  JobStore,
  ProgressPublisher,
  RateStore,
  SettingsStore,
  ShardStore,
} from './model/ports.ts';
import type { RunRecords } from './model/run-store.ts';
import { hasBudget } from './send/pay-unpaid.ts';
import { readPresentPrices, type PresentPrices } from './send/present-prices.ts';
import { sendShard, type SendShardDeps, type ShardEnd } from './send/send-shard.ts';
import { settleJob } from './job/settle-job.ts';
import { startIfDue } from './job/start-scheduled.ts';
import { countRest } from './job/tick-job.ts';
import { laneOf, shardsOf } from './plan/shard-count.ts';
import type { Lane, Ring, Shard, ShardRef } from './model/shard.ts';
import type { Blocked } from './send/weigh-answers.ts';

export type WorkShardDeps = SendShardDeps & {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly templates: Pick<TemplateStore, 'getVersion'>;
  readonly rates: RateStore;
  readonly budgets: BudgetStore;
  readonly prices: Pick<PriceStore, 'get'>;
  readonly runRecords: RunRecords;
  readonly waits: EntrySource;
  readonly deliverySettings: SettingsStore;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
};

/** `deadline`: the worker stops in time before this moment (milliseconds since the epoch) and rings for the rest. */
export type WorkShardCommand = ShardRef & { readonly deadline: number };

/**
 * DONE: this shard has nothing left to do in the job's present phase. MORE: the time was up, the bell is rung again.
 * LATER: there is nothing to do for some time, the bell is rung for then. BUSY: another worker has the shard.
 * LOST_LEASE: another worker took it over meanwhile. STOPPED: the job was.
 */
export type WorkOutcome = 'DONE' | 'MORE' | 'LATER' | 'BUSY' | 'LOST_LEASE' | 'STOPPED' | 'NO_SUCH_JOB';

/** Does what a shard needs in the present phase of its job: plan, send or close. */
export async function workShard(deps: WorkShardDeps, command: WorkShardCommand): Promise<WorkOutcome> {
  const { jobId, shard, deadline } = command;
  // In one request: whoever is rung for nearly always works.
  const [seen, spec, settings] = await Promise.all([
    deps.jobs.get(jobId),
    deps.jobs.getSpec(jobId),
    deps.deliverySettings.get(),
  ]);
  const before = { settings, spec, at: deps.clock.now() };
  if (seen === null || shard < 0 || shard >= seen.shardCount) return 'NO_SUCH_JOB';
  const job = await startIfDue(deps, seen);
  if (!needsWork(job.phase)) {
    await settleJob(deps, jobId);
    return 'DONE';
  }
  const now = deps.clock.now();
  const { leaseMs } = deps.settings;
  const acquired = await deps.shards.acquire({ jobId, shard }, { owner: deps.ids.next(), now, until: now + leaseMs });
  if (acquired === null) return 'BUSY';
  const lease = createLease(deps, acquired, leaseMs);
  let end: WorkEnd;
  try {
    end = await workPhase(deps, job, lease, deadline - deps.settings.landingMs, before);
    if (end.kind === 'LATER') {
      const outcome = await comeBack(deps, job, lease, end.until);
      await countRest(deps, job);
      return outcome;
    }
    await lease.release();
  } catch (error) {
    if (error instanceof LostLeaseError) return 'LOST_LEASE';
    // Whoever is rung for next need not wait for the lease to run out.
    await lease.release().catch(() => undefined);
    throw error;
  }
  const outcome = await goOn(deps, job, lease.shard(), end);
  if (job.phase === 'SENDING' && outcome === 'STOPPED') await countRest(deps, job);
  return outcome;
}

/** SQS delays a message by whole seconds, and by no more than this. */
const MAX_DELAY_MS = 900_000;

/** Shards that wait for the same rate come back spread over this time for each of them. */
const SPREAD_MS = 200;
const MAX_SPREAD_MS = 30_000;

/** A bell that comes this much later than one is needed is early enough. */
const EARLY_ENOUGH_MS = 2_000;

/**
 * Gives the shard back until there is something to do, and rings for then; unless a bell is on its way already: with
 * each sweep that finds the shard idle there would be one more for ever.
 */
async function comeBack(deps: WorkShardDeps, job: SendJob, lease: Lease, until: number): Promise<WorkOutcome> {
  const { jobId, shard, rungFor } = lease.shard();
  const now = deps.clock.now();
  const isRung = rungFor > now && rungFor <= until + EARLY_ENOUGH_MS;
  const spread = deps.ids.random() * Math.min(MAX_SPREAD_MS, (job.shardCount - 1) * SPREAD_MS);
  const delaySeconds = Math.max(1, Math.floor(Math.min(MAX_DELAY_MS, until - now + spread) / 1000));
  await lease.finish(isRung ? {} : { rungFor: now + delaySeconds * 1000 });
  if (!isRung) await deps.doorbell.ring([{ jobId, shard, lane: laneOf(job) }], delaySeconds);
  return 'LATER';
}

function needsWork(phase: JobPhase): boolean {
  return phase === 'PLANNING' || phase === 'SENDING' || phase === 'CANCELLED' || phase === 'FAILED';
}

/** NO_WAY: neither this shard nor any other of the job can ever go on. */
type WorkEnd = ShardEnd<Stop> | { readonly kind: 'NO_WAY'; readonly why: NoWay };

const DONE: WorkEnd = { kind: 'DONE' };

const NO_CAPS: readonly FrequencyCap[] = [];

/** Nobody asks what it costs. */
const FREE: PresentPrices = () => () => 0;

type Before = ReadBefore & { readonly spec: JobSpec | 'UNREADABLE' | null };

async function workPhase(
  deps: WorkShardDeps,
  job: SendJob,
  lease: Lease,
  deadline: number,
  before: Before,
): Promise<WorkEnd> {
  switch (job.phase) {
    case 'PLANNING': {
      if (lease.shard().planning.isDone) return DONE;
      const compiled = await compileJob(deps, job, before.spec);
      if (!compiled.ok) return { kind: 'NO_WAY', why: compiled.why };
      const { control, tick } = await controlWork(deps, job, deadline, before);
      const end = await planShard(deps, compiled.job, lease, async () => {
        const verdict = await control();
        if (verdict === 'GO_ON') await tick();
        return verdict;
      });
      return end === 'DONE' ? DONE : { kind: 'STOPPED', why: end };
    }
    case 'SENDING': {
      // A job that was completed and opened again: its shards begin anew, over chunks that are all recorded.
      // A worker that was frozen since it read the job may come to a shard that is in a later round already.
      if (lease.shard().round > job.round) return { kind: 'STOPPED', why: 'OTHER_PHASE' };
      if (lease.shard().round < job.round) await lease.save({ round: job.round, cursor: 0, isDone: false });
      if (lease.shard().isDone) return DONE;
      const [control, compiled] = await Promise.all([
        controlWork(deps, job, deadline, before),
        compileJob(deps, job, before.spec),
      ]);
      if (!compiled.ok) return { kind: 'NO_WAY', why: compiled.why };
      const ofAccounts = await accountRates(deps, compiled.job, control);
      const limiterOf = limiters(deps, compiled.job, laneOf(job), control, ofAccounts);
      const frequencyCaps = () => control.settings().frequencyCaps ?? NO_CAPS;
      const prices = hasBudget(compiled.job) ? await readPresentPrices(deps, compiled.job) : FREE;
      const course = { deadline, limiterOf, frequencyCaps, prices, tick: control.tick };
      return sendShard(deps, compiled.job, lease, control.control, course);
    }
    case 'CANCELLED':
    case 'FAILED':
      if (!lease.shard().isDone) await closeShard(deps, lease);
      return DONE;
    case 'PLANNED':
    case 'SCHEDULED':
    case 'PAUSED':
    case 'COMPLETED':
      return DONE;
  }
}

/** What the accounts behind the channels of a job may send, where no operator has said it. */
async function accountRates(
  { senders }: WorkShardDeps,
  job: CompiledJob,
  { settings }: WorkControl,
): Promise<AccountRates> {
  const rates = new Map<Channel, number>();
  for (const channel of new Set(job.steps.map((step) => step.channel))) {
    if (settings().messagesPerSecond[channel] !== undefined) continue;
    const rate = (await senders[channel]?.accountRate?.()) ?? DEFAULT_RATES[channel];
    if (rate !== undefined) rates.set(channel, rate);
  }
  return rates;
}

type AccountRates = ReadonlyMap<Channel, number>;

/**
 * The rates in force: the campaign's own, and the channel's over all jobs, which operators may change at any time and
 * otherwise is what the provider's account may send.
 */
function limiters(
  deps: WorkShardDeps,
  job: CompiledJob,
  lane: Lane,
  { settings }: WorkControl,
  ofAccounts: AccountRates,
) {
  const limiterFor = createLimiters(deps, lane);
  return (stepIndex: number): Limiter => {
    const limits: RateLimit[] = [];
    const channel = job.steps[stepIndex]?.channel;
    const ofChannel =
      channel === undefined ? undefined : (settings().messagesPerSecond[channel] ?? ofAccounts.get(channel));
    if (job.messagesPerSecond !== undefined) {
      limits.push({ key: `job#${job.id}`, messagesPerSecond: job.messagesPerSecond });
    }
    if (ofChannel !== undefined) limits.push({ key: `channel#${channel}`, messagesPerSecond: ofChannel });
    return limiterFor(limits);
  };
}

/** After the lease is given back: the next phase may have begun while its bell found this worker busy. */
async function goOn(
  deps: WorkShardDeps,
  started: SendJob,
  worked: Shard,
  end: Exclude<WorkEnd, { kind: 'LATER' }>,
): Promise<WorkOutcome> {
  const ref: Ring = { jobId: worked.jobId, shard: worked.shard, lane: laneOf(started) };
  if (end.kind === 'BLOCKED') {
    await pauseBlocked(deps, started, end.by);
    return 'STOPPED';
  }
  if (end.kind === 'NO_WAY') {
    await endBySystem(deps, started, 'FAIL', end.why);
    return 'STOPPED';
  }
  if (end.kind === 'DONE') {
    await settleJob(deps, ref.jobId, started.shardCount === 1 ? { job: started, shard: worked } : undefined);
    // As it is now: somebody may have asked for the launch while it was planned.
    if (started.phase === 'PLANNING') await ringIfLaunched(deps, started);
    return 'DONE';
  }
  switch (end.why) {
    case 'OUT_OF_TIME':
      await deps.doorbell.ring([ref]);
      return 'MORE';
    case 'OTHER_PHASE': {
      const job = await deps.jobs.get(started.id);
      if (job !== null && needsWork(job.phase)) await deps.doorbell.ring([ref]);
      return 'STOPPED';
    }
    case 'EXPIRED':
      await endBySystem(deps, started, 'CANCEL', 'MAX_DURATION');
      return 'STOPPED';
    case 'HALTED':
      // Whoever turns the switch off rings again, and so does the sweeper.
      return 'STOPPED';
  }
}

/** DENIED waits for a person; a used up quota counts anew by itself. */
async function pauseBlocked(deps: WorkShardDeps, started: SendJob, by: Blocked): Promise<void> {
  switch (by.cause) {
    case 'DENIED':
      return endBySystem(deps, started, 'PAUSE', `PROVIDER_DENIED/${by.code}`);
    case 'QUOTA':
      return endBySystem(
        deps,
        started,
        'PAUSE',
        `QUOTA_USED_UP/${by.code}`,
        quotaRenewedAt(by.period, deps.clock.now()),
      );
  }
}

/** A job that launches itself has begun to send with the last shard that was planned; the sweeper makes up for a lost ring. */
async function ringIfLaunched(deps: WorkShardDeps, { id }: SendJob): Promise<void> {
  const job = await deps.jobs.get(id);
  if (job?.phase === 'SENDING') await deps.doorbell.ring(shardsOf(job));
}
