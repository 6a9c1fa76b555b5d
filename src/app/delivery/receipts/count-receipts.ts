import { addTotals, isTerminal } from '../../../domain/send-job/index.ts';
import { changeJob } from '../job/change-job.ts';
import { counted } from '../job/settle-job.ts';
import { progressOf, type SendJob } from '../model/job.ts';
import type {
  ChunkStore,
  JobStore,
  ProgressPublisher,
  ReceiptFlags,
  ReceiptStore,
  ShardStore,
} from '../model/ports.ts';
import { countersOf } from '../model/receipt-marks.ts';
import type { WorkSettings } from '../model/settings.ts';
import type { Clock } from '../../ports.ts';
import { recountNoted } from './recount-noted.ts';

export type CountReceiptsDeps = {
  readonly jobs: JobStore;
  readonly shards: Pick<ShardStore, 'get' | 'list'>;
  readonly chunks: Pick<ChunkStore, 'listStates'>;
  readonly receipts: ReceiptStore;
  readonly receiptFlags: ReceiptFlags;
  readonly publisher: ProgressPublisher;
  readonly clock: Clock;
  readonly settings: Pick<WorkSettings, 'countReceiptsEveryMs'>;
};

/**
 * Brings what receipts have changed about a job into its row: the sum of its counters, after chunks that were noted have
 * been counted again. What it costs depends on what is new, not on how large the job is or how many receipts it has;
 * while a job is being sent, its shards are read as well. One at a time does it, and not more often than the settings
 * say. `mark` is the flag that said that there is something to count; a receipt that arrived since keeps it up.
 */
export async function countReceipts(deps: CountReceiptsDeps, jobId: string, mark: string): Promise<void> {
  const now = deps.clock.now();
  if (!(await deps.receiptFlags.take(jobId, { now, until: now + deps.settings.countReceiptsEveryMs }))) return;
  const job = await deps.jobs.get(jobId);
  if (job === null) return deps.receiptFlags.lower(jobId, mark);
  const isAll = await recountNoted(deps, job);
  const changed = await changeJob(deps.jobs, jobId, (present) => countAll(deps, present, now), { seen: job });
  if (changed === null) return;
  await deps.publisher.publish(progressOf(changed.job));
  if (isAll && (await isNobodyReopening(deps, job))) await deps.receiptFlags.lower(jobId, mark);
}

/** The counters before the shards: what receipts change is about results that the shards' totals then contain. */
async function countAll(deps: CountReceiptsDeps, job: SendJob, now: number): Promise<SendJob> {
  const receipts = addTotals(job.receiptsBase, await deps.receipts.sum(job.id, countersOf(job)));
  const present = isFinal(job) ? job : counted(job, await deps.shards.list(job.id, job.shardCount), now);
  return { ...present, receipts, receiptsCountedAt: now };
}

/** The job's row contains all that its shards do. */
function isFinal({ phase, isAnnounced }: SendJob): boolean {
  return phase === 'COMPLETED' || isAnnounced === true;
}

/** Whoever reopens chunks for a later round notes them, and raises no flag: it stays up until that round has ended. */
async function isNobodyReopening({ shards }: CountReceiptsDeps, job: SendJob): Promise<boolean> {
  if (job.round === 0) return true;
  if (!isTerminal(job.phase)) return false;
  return (await shards.list(job.id, job.shardCount)).every(({ isDone }) => isDone);
}
