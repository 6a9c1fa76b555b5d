import type { JobPhase } from '../../domain/send-job/index.ts';
import type { TemplateStore } from '../ports.ts';
import { compileJob } from './compile-job.ts';
import type { SendJob } from './job.ts';
import { createLease, LostLeaseError, type Lease } from './lease.ts';
import { planShard, type Control } from './plan-shard.ts';
import type { Doorbell, JobStore, ProgressPublisher, ShardStore } from './ports.ts';
import type { SendChunkDeps } from './send-chunk.ts';
import { closeShard, sendShard } from './send-shard.ts';
import { settleJob } from './settle-job.ts';
import type { ShardRef } from './shard.ts';
import { tickJob } from './tick-job.ts';

export type WorkShardDeps = SendChunkDeps & {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly templates: Pick<TemplateStore, 'getVersion'>;
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

type Stop = 'OTHER_PHASE' | 'OUT_OF_TIME';

/** Does what a shard needs in the present phase of its job: plan, send or close. */
export async function workShard(deps: WorkShardDeps, command: WorkShardCommand): Promise<WorkOutcome> {
  const { jobId, shard, deadline } = command;
  const job = await deps.jobs.get(jobId);
  if (job === null || shard < 0 || shard >= job.shardCount) return 'NO_SUCH_JOB';
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
    const end = await workPhase(deps, job, lease, deadline - deps.settings.landingMs);
    await lease.release();
    return await goOn(deps, job, { jobId, shard }, end);
  } catch (error) {
    if (error instanceof LostLeaseError) return 'LOST_LEASE';
    throw error;
  }
}

function needsWork(phase: JobPhase): boolean {
  return phase === 'PLANNING' || phase === 'SENDING' || phase === 'CANCELLED' || phase === 'FAILED';
}

async function workPhase(deps: WorkShardDeps, job: SendJob, lease: Lease, deadline: number): Promise<'DONE' | Stop> {
  const control = createControl(deps, job, deadline);
  switch (job.phase) {
    case 'PLANNING':
      if (lease.shard().planning.isDone) return 'DONE';
      return planShard(deps, await compileJob(deps, job), lease, control);
    case 'SENDING': {
      if (lease.shard().isDone) return 'DONE';
      const end = await sendShard(deps, await compileJob(deps, job), lease, control, deadline);
      if (end === 'DONE') await lease.save({ isDone: true });
      return end;
    }
    case 'CANCELLED':
    case 'FAILED':
      if (!lease.shard().isDone) await closeShard(deps.chunks, lease);
      return 'DONE';
    case 'PLANNED':
    case 'SCHEDULED':
    case 'PAUSED':
    case 'COMPLETED':
      return 'DONE';
  }
}

/** Reads the job before each step: a pause or cancellation takes effect at once, and a tick may be due. */
function createControl(deps: WorkShardDeps, started: SendJob, deadline: number): Control<Stop> {
  let isTicking = false;
  return async () => {
    if (deps.clock.now() >= deadline) return 'OUT_OF_TIME';
    const job = await deps.jobs.get(started.id);
    if (job?.phase !== started.phase) return 'OTHER_PHASE';
    // One of this worker's lanes is enough.
    if (isTicking) return 'GO_ON';
    isTicking = true;
    await tickJob(deps, job, deps.settings.tickEveryMs);
    isTicking = false;
    return 'GO_ON';
  };
}

/** After the lease is given back: the next phase may have begun while its bell found this worker busy. */
async function goOn(deps: WorkShardDeps, started: SendJob, ref: ShardRef, end: 'DONE' | Stop): Promise<WorkOutcome> {
  switch (end) {
    case 'DONE':
      await settleJob(deps, ref.jobId);
      return 'DONE';
    case 'OUT_OF_TIME':
      await deps.doorbell.ring([ref]);
      return 'MORE';
    case 'OTHER_PHASE': {
      const job = await deps.jobs.get(started.id);
      if (job !== null && needsWork(job.phase)) await deps.doorbell.ring([ref]);
      return 'STOPPED';
    }
  }
}
