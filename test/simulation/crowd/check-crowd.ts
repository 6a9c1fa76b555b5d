import { DEFAULT_WORK_SETTINGS, isUnreadable, type SendJob } from '../../../src/app/delivery/index.ts';
import {
  formatMessageRef,
  isComplete,
  isResent,
  totalsOf,
  type MessageRef,
  type RecipientResult,
} from '../../../src/domain/send-job/index.ts';
import { isPunctual } from './crowd.ts';
import type { AskedJob } from './crowd-operator.ts';
import type { CrowdEnd } from './simulate-crowd.ts';
import { QUIET } from './crowd-world.ts';

/** A scheduled job begins, and a direct send is handed to its provider, within these times of their moment. */
const SCHEDULED_WITHIN_MS = 60_000;
const DIRECT_WITHIN_MS = 5_000;

const COUNTS = ['accepted', 'delivered', 'failed', 'optedOut', 'skipped', 'inDoubt'] as const;

/** What became of the recipients of all jobs of a crowd. */
export type CrowdCounts = {
  jobs: number;
  recipients: number;
  delivered: number;
  duplicates: number;
  repeats: number;
  lost: number;
  inDoubt: number;
  /** In doubt though nobody was called, because a worker died or stalled between claim and call. */
  doubtsOfTheDead: number;
  /** In doubt or failed because somebody damaged a row. */
  ofDamage: number;
  falseDoubts: number;
  /** FAILED without an answer of their own. */
  groundless: number;
  scheduledHeld: number;
  latestScheduledMs: number;
  directHeld: number;
  latestDirectMs: number;
  /** Of `directHeld`: answered while campaigns had every worker. */
  directBesideFullWorkers: number;
};

export const NO_CROWD_COUNTS: CrowdCounts = {
  jobs: 0,
  recipients: 0,
  delivered: 0,
  duplicates: 0,
  repeats: 0,
  lost: 0,
  inDoubt: 0,
  doubtsOfTheDead: 0,
  ofDamage: 0,
  falseDoubts: 0,
  groundless: 0,
  scheduledHeld: 0,
  latestScheduledMs: 0,
  directHeld: 0,
  latestDirectMs: 0,
  directBesideFullWorkers: 0,
};

/** Holds what the engine says of every recipient of every job against what the provider saw. */
export async function checkCrowd(
  end: CrowdEnd,
): Promise<{ readonly counts: CrowdCounts; readonly breaches: readonly string[] }> {
  const counts = { ...NO_CROWD_COUNTS };
  const breaches = [...end.provider.breaches];
  const jobsOf: JobsOf = new Map();
  for (const asked of end.operated.asked) {
    const job = await end.world.stores.jobs.get(asked.jobId);
    if (job === null) {
      breaches.push(`${asked.jobId} is gone`);
      continue;
    }
    counts.jobs += 1;
    await checkJob(end, job, { counts, breaches, jobsOf });
    checkTimes(end, asked, counts, breaches);
    checkHeld(end, asked, breaches);
  }
  checkCaps(end, jobsOf, breaches);
  return { counts, breaches };
}

/** The jobs that reached each customer. */
type JobsOf = Map<string, Set<string>>;

type Found = { readonly counts: CrowdCounts; readonly breaches: string[]; readonly jobsOf: JobsOf };

/** Nobody is reached by more jobs of a day than all of them together may, whoever died or came at the same moment. */
function checkCaps({ crowd: { mostADay, faults }, scheduler }: CrowdEnd, jobsOf: JobsOf, breaches: string[]): void {
  // It begins at noon in Korea; whose clock jumps may be at another day.
  if (mostADay === undefined || faults.jump > 0 || scheduler.now >= MIDNIGHT) return;
  for (const [customerId, jobs] of jobsOf) {
    if (jobs.size > mostADay) breaches.push(`${customerId} was reached by ${jobs.size} jobs in a day, of ${mostADay}`);
  }
}

const MIDNIGHT = Date.parse('2026-11-24T00:00+09:00');

async function checkJob(end: CrowdEnd, job: SendJob, found: Found): Promise<void> {
  const { breaches, jobsOf } = found;
  const { stores, damage } = end.world;
  const isCompleted = job.phase === 'COMPLETED';
  if (!isCompleted && job.phase !== 'CANCELLED') breaches.push(`${job.id} ended ${job.phase} ${job.phaseReason ?? ''}`);
  if (isCompleted && !isComplete(job.sent)) breaches.push(`${job.id}: totals do not add up`);
  let isDamaged = false;
  const recorded: RecipientResult[] = [];
  for (const { shard, planning } of await stores.shards.list(job.id, job.shardCount)) {
    const ref = { jobId: job.id, shard };
    const states = new Map((await stores.chunks.listStates(ref, 0)).map((state) => [state.number, state]));
    for (const chunk of await stores.chunks.listChunks(ref, 0, planning.chunkCount)) {
      if (damage.isOf({ ...ref, chunk: chunk.number })) isDamaged = true;
      if (isUnreadable(chunk)) continue;
      const state = states.get(chunk.number);
      for (const place of chunk.recipients.keys()) {
        const known = state === undefined || isUnreadable(state) ? undefined : state.results[place];
        const result = known ?? { status: 'PLANNED' };
        recorded.push(result);
        const message = { ...ref, chunk: chunk.number, place };
        checkRecipient(end, job, message, result, found);
        const customerId = chunk.recipients[place]?.customerId ?? '';
        if ((end.provider.handed.get(formatMessageRef(message))?.delivered ?? 0) > 0) {
          jobsOf.set(customerId, (jobsOf.get(customerId) ?? new Set()).add(job.id));
        }
      }
    }
  }
  if (isDamaged) return;
  const recount = totalsOf(recorded);
  for (const name of COUNTS) {
    if (recount[name] !== job.sent[name]) {
      breaches.push(`${job.id} (${job.phase}): ${name} ${job.sent[name]}, recounted ${recount[name]}`);
    }
  }
}

function checkRecipient(
  { crowd, provider, claims, world }: CrowdEnd,
  job: SendJob,
  ref: MessageRef,
  { status, code }: RecipientResult,
  { counts, breaches }: Found,
): void {
  const name = formatMessageRef(ref);
  const handed = provider.handed.get(name);
  const times = handed?.delivered ?? 0;
  const isDamaged = world.damage.isOf(ref);
  counts.recipients += 1;
  counts.delivered += times;
  if (times > 1 && isResent(code)) counts.repeats += 1;
  // The mark that somebody may have got it twice was in the row that was damaged.
  else if (times > 1 && isDamaged && (crowd.policy === 'RESEND' || job.round > 0)) counts.ofDamage += 1;
  else if (times > 1) {
    counts.duplicates += 1;
    breaches.push(`${name} got it ${times} times and is ${status} ${code ?? ''}`);
  }
  const isUnsettled = status === 'CLAIMED' || (status === 'PLANNED' && job.phase === 'COMPLETED');
  if (isUnsettled || (status === 'ACCEPTED' && times === 0)) {
    counts.lost += 1;
    breaches.push(`${name} of a job that is ${job.phase} is ${status} and got it ${times} times`);
  }
  if (times > 0 && status !== 'ACCEPTED' && status !== 'IN_DOUBT' && !(status === 'PLANNED' && isResent(code))) {
    breaches.push(`${name} got it and is ${status} ${code ?? ''}`);
  }
  const { maxTries } = DEFAULT_WORK_SETTINGS;
  if ((handed?.sends ?? 0) > maxTries * (job.round + 1)) {
    breaches.push(`${name} was sent ${handed?.sends ?? 0} times in ${job.round + 1} rounds`);
  }
  if (status === 'IN_DOUBT') {
    counts.inDoubt += 1;
    if ((handed?.calls ?? 0) > 0) return;
    if (claims.wasHeldUp(ref)) counts.doubtsOfTheDead += 1;
    else if (isDamaged) counts.ofDamage += 1;
    else {
      counts.falseDoubts += 1;
      breaches.push(`${name} is IN_DOUBT ${code ?? ''} and nobody was called`);
    }
  }
  if (status === 'FAILED') {
    if (isDamaged) {
      counts.ofDamage += 1;
      return;
    }
    const isOwn = handed?.failures.has(code ?? '') === true;
    const isTried = code !== 'TEMPORARY_FAILURE' || (handed?.calls ?? 0) >= maxTries;
    if (isOwn && isTried) return;
    counts.groundless += 1;
    breaches.push(`${name} is FAILED ${code ?? ''} after ${handed?.calls ?? 0} calls of its own`);
  }
}

/** Nothing of a campaign that holds is handed over before its quiet time ends, by the clock that is fastest. */
function checkHeld(
  { crowd: { isHeld, faults }, provider }: CrowdEnd,
  { jobId, kind }: AskedJob,
  breaches: string[],
): void {
  const calledAt = provider.firstCallAt.get(jobId);
  if (isHeld !== true || faults.jump > 0 || kind !== 'BULK' || calledAt === undefined) return;
  if (calledAt < QUIET_UNTIL - faults.skewMs)
    breaches.push(`${jobId} was sent ${QUIET_UNTIL - calledAt} ms before it might`);
}

const QUIET_UNTIL = Date.parse(`2026-11-23T${QUIET.end}:00+09:00`);

function checkTimes(
  { crowd, world, provider, operated, scheduler }: CrowdEnd,
  { jobId, kind, answeredAt, sendAt, isBesideFullWorkers }: AskedJob,
  counts: CrowdCounts,
  breaches: string[],
): void {
  // A crash that was asked for befalls crowds without faults too.
  const isDisturbed = !isPunctual(crowd) || scheduler.counts.crashes > 0;
  if (isDisturbed || operated.wasStopped || operated.touched.has(jobId)) return;
  if (kind === 'SCHEDULED' && sendAt !== undefined) {
    const began = world.changes.find((change) => change.jobId === jobId && change.from === 'SCHEDULED');
    // Cancelled, or launched by hand before.
    if (began === undefined || began.to !== 'SENDING') return;
    const late = began.at - sendAt;
    counts.scheduledHeld += 1;
    counts.latestScheduledMs = Math.max(counts.latestScheduledMs, late);
    if (late > SCHEDULED_WITHIN_MS) breaches.push(`${jobId} began ${late} ms after its time`);
  }
  if (kind !== 'DIRECT') return;
  const calledAt = provider.firstCallAt.get(jobId);
  if (calledAt === undefined) return;
  counts.directHeld += 1;
  if (isBesideFullWorkers) counts.directBesideFullWorkers += 1;
  counts.latestDirectMs = Math.max(counts.latestDirectMs, calledAt - answeredAt);
  if (calledAt - answeredAt > DIRECT_WITHIN_MS) {
    breaches.push(`${jobId} was handed over ${calledAt - answeredAt} ms after its answer`);
  }
}
