import type { JobPhase } from '../../domain/send-job/index.ts';
import type { Clock, TemplateStore } from '../ports.ts';
import { closeShard } from './lease/close-shard.ts';
import { compileJob } from './job/compile-job.ts';
import type { CompiledJob } from './model/compiled-job.ts';
import { controlWork, type ReadBefore, type Stop, type WorkControl } from './job/control-work.ts';
import { endBySystem } from './job/end-by-system.ts';
import type { JobSpec, SendJob } from './model/job.ts';
import { createLease, LostLeaseError, type Lease } from './lease/lease.ts';
import { createLimiter, type Limiter, type RateLimit } from './pace/limiter.ts';
import { planShard } from './plan/plan-shard.ts';
import type {
  BudgetStore,
  Doorbell,
  JobStore,
  ProgressPublisher,
  RateStore,
  SettingsStore,
  ShardStore,
} from './model/ports.ts';
import { sendShard, type SendShardDeps, type ShardEnd } from './send/send-shard.ts';
import { settleJob } from './job/settle-job.ts';
import { startIfDue } from './job/start-scheduled.ts';
import { shardsOf } from './plan/shard-count.ts';
import type { Shard, ShardRef } from './model/shard.ts';

export type WorkShardDeps = SendShardDeps & {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly templates: Pick<TemplateStore, 'getVersion'>;
  readonly rates: RateStore;
  readonly budgets: BudgetStore;
  readonly deliverySettings: SettingsStore;
  readonly doorbell: Doorbell;
  readonly publisher: ProgressPublisher;
};

/** `deadline`: the worker stops in time before this moment (milliseconds since the epoch) and rings for the rest. */
export type WorkShardCommand = ShardRef & { readonly deadline: number };

/**
 * DONE: this shard has nothing left to do in the job's present phase. MORE: the time was up, the bell is rung again.
 * BUSY: another worker has the shard. LOST_LEASE: another worker took it over meanwhile. STOPPED: the job was.
 */
export type WorkOutcome = 'DONE' | 'MORE' | 'BUSY' | 'LOST_LEASE' | 'STOPPED' | 'NO_SUCH_JOB';

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
  try {
    const end = await workPhase(deps, job, lease, deadline - deps.settings.landingMs, before);
    await lease.release();
    return await goOn(deps, job, lease.shard(), end);
  } catch (error) {
    if (error instanceof LostLeaseError) return 'LOST_LEASE';
    throw error;
  }
}

function needsWork(phase: JobPhase): boolean {
  return phase === 'PLANNING' || phase === 'SENDING' || phase === 'CANCELLED' || phase === 'FAILED';
}

const DONE: ShardEnd<Stop> = { kind: 'DONE' };

type Before = ReadBefore & { readonly spec: JobSpec | null };

async function workPhase(
  deps: WorkShardDeps,
  job: SendJob,
  lease: Lease,
  deadline: number,
  before: Before,
): Promise<ShardEnd<Stop>> {
  switch (job.phase) {
    case 'PLANNING': {
      if (lease.shard().planning.isDone) return DONE;
      const { control, tick } = await controlWork(deps, job, deadline, before);
      const end = await planShard(deps, await compileJob(deps, job, before.spec), lease, async () => {
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
      const limiterOf = limiters(deps, compiled, control);
      return sendShard(deps, compiled, lease, control.control, { deadline, limiterOf, tick: control.tick });
    }
    case 'CANCELLED':
    case 'FAILED':
      if (!lease.shard().isDone) await closeShard(deps.chunks, lease);
      return DONE;
    case 'PLANNED':
    case 'SCHEDULED':
    case 'PAUSED':
    case 'COMPLETED':
      return DONE;
  }
}

/** The rates in force: the campaign's own, and the channel's over all jobs, which operators may change at any time. */
function limiters(deps: WorkShardDeps, job: CompiledJob, { settings }: WorkControl) {
  return (stepIndex: number, clock: Clock): Limiter => {
    const limits: RateLimit[] = [];
    const channel = job.steps[stepIndex]?.channel;
    const ofChannel = channel === undefined ? undefined : settings().messagesPerSecond[channel];
    if (job.messagesPerSecond !== undefined) {
      limits.push({ key: `job#${job.id}`, messagesPerSecond: job.messagesPerSecond });
    }
    if (ofChannel !== undefined) limits.push({ key: `channel#${channel}`, messagesPerSecond: ofChannel });
    return createLimiter({ rates: deps.rates, clock }, limits);
  };
}

/** After the lease is given back: the next phase may have begun while its bell found this worker busy. */
async function goOn(deps: WorkShardDeps, started: SendJob, worked: Shard, end: ShardEnd<Stop>): Promise<WorkOutcome> {
  const ref: ShardRef = { jobId: worked.jobId, shard: worked.shard };
  if (end.kind === 'DENIED') {
    await endBySystem(deps, started, 'PAUSE', `PROVIDER_DENIED/${end.code}`);
    return 'STOPPED';
  }
  if (end.kind === 'DONE') {
    await settleJob(deps, ref.jobId, started.shardCount === 1 ? { job: started, shard: worked } : undefined);
    if (started.phase === 'PLANNING' && started.launchesWhenPlanned === true) await ringIfLaunched(deps, started);
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

/** A job that launches itself has begun to send with the last shard that was planned; the sweeper makes up for a lost ring. */
async function ringIfLaunched(deps: WorkShardDeps, { id }: SendJob): Promise<void> {
  const job = await deps.jobs.get(id);
  if (job?.phase === 'SENDING') await deps.doorbell.ring(shardsOf(job));
}
