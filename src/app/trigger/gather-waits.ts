import { refuse } from '../../domain/result.ts';
import { wallText } from '../../domain/schedule/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import { inParallel } from '../in-parallel.ts';
import type { JobEntries } from '../delivery/model/job-spec.ts';
import { launchOpened, type OpenOccurrenceDeps } from '../schedule/open-occurrence.ts';
import type { OccurrenceStore } from '../schedule/ports.ts';
import { SCHEDULER } from '../send-job/claim-run.ts';
import { planCampaign } from '../send-job/plan-campaign.ts';
import type { DueBucket, WaitStore } from './ports.ts';

export type GatherWaitsDeps = OpenOccurrenceDeps & {
  readonly waits: WaitStore;
  readonly occurrences: Pick<OccurrenceStore, 'create'>;
};

/** Buckets that were due, and the people whose messages are planned or could not be. */
export type GatherReport = { readonly due: number; readonly opened: number; readonly failed: number };

const MINUTE = 60_000;

/**
 * An entry is written before the history that makes it count: whatever was written so long ago counts by now, or its call
 * died. No call takes longer.
 */
const WRITTEN_BEFORE_MS = MINUTE;

/** More than this are left to the next minute. */
const MAX_DUE = 500;
const LANES = 8;

/**
 * Makes jobs of those whose waits are over, one for each campaign and minute (and another one for who came too late for
 * it). Which batches a job has is written before the job is: whoever repeats it makes the same. While everything is stopped
 * nobody is gathered.
 */
export async function gatherWaits(deps: GatherWaitsDeps): Promise<GatherReport> {
  const report = { due: 0, opened: 0, failed: 0 };
  if ((await deps.deliverySettings.get()).isStopped) return report;
  const due = await deps.waits.listDue(Math.floor(deps.clock.now() / MINUTE), MAX_DUE);
  const failures: unknown[] = [];
  await inParallel(due, LANES, async (bucket) => {
    try {
      const { opened, failed } = await gather(deps, bucket);
      report.opened += opened;
      report.failed += failed;
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} buckets failed.`);
  return { ...report, due: due.length };
}

async function gather(deps: GatherWaitsDeps, bucket: DueBucket): Promise<{ opened: number; failed: number }> {
  const counts = { opened: 0, failed: 0 };
  const known = await deps.waits.getJobs(bucket);
  const taken = new Set(known.jobs.flatMap(({ batchIds }) => batchIds));
  const left = (await deps.waits.listBatches(bucket)).filter(({ batchId }) => !taken.has(batchId));
  const now = deps.clock.now();
  const fresh = left.filter(({ writtenAt }) => writtenAt <= now - WRITTEN_BEFORE_MS);
  let { jobs } = known;
  if (fresh.length > 0) {
    const count = fresh.reduce((sum, batch) => sum + batch.count, 0);
    jobs = [...jobs, { batchIds: fresh.map(({ batchId }) => batchId), count, at: now }];
    // Somebody else gathers from it just now: they, or the next minute, will do.
    if (!(await deps.waits.putJobs(bucket, { revision: known.revision, jobs }))) return counts;
  }
  for (const [index, { batchIds, count, at }] of jobs.entries()) {
    const before = jobs.slice(0, index).map((job) => ({ batchIds: job.batchIds, at: job.at }));
    const isOpened = await openJob(deps, bucket, index + 1, { batchIds, count, at, before });
    counts[isOpened ? 'opened' : 'failed'] += count;
  }
  // Those who are left are gathered with one of the next minutes.
  if (fresh.length === left.length) await deps.waits.close(bucket);
  return counts;
}

async function openJob(
  deps: GatherWaitsDeps,
  { campaignId, minute }: DueBucket,
  number: number,
  { batchIds, count, at: gatheredAt, before }: Omit<JobEntries, 'minute'> & { readonly count: number },
): Promise<boolean> {
  const jobId = `event-${sha256(`${campaignId} ${minute} ${number}`, 'hex').slice(0, 32)}`;
  const at = minute * MINUTE;
  const isPlanned = (await deps.jobs.get(jobId)) !== null;
  const triggered = (await deps.campaigns.get(campaignId))?.value.trigger !== undefined;
  const entries = { minute, batchIds, at: gatheredAt, before, count };
  const planned = isPlanned
    ? ({ ok: true } as const)
    : triggered
      ? await planCampaign(deps, { actor: SCHEDULER, campaignId, jobId, mayExist: true, entries })
      : refuse('NO_TRIGGER', 'The campaign is opened by no event any more.');
  const outcome = planned.ok ? ({ state: 'OPENED', jobId } as const) : ({ state: 'FAILED', ...planned.error } as const);
  const { code, message, ...rest } = { code: undefined, message: undefined, ...outcome };
  const why = code === undefined || message === undefined ? {} : { code, message };
  const id = `${wallText(at)}Z_event-${number}`;
  await deps.occurrences.create({ campaignId, id, at, ...rest, ...why, recordedAt: deps.clock.now() }, null);
  if (planned.ok) await launchOpened(deps, jobId);
  return planned.ok;
}
