import { addressKey } from '../../../domain/customer/index.ts';
import type { Receipt } from '../../../domain/send-job/index.ts';
import type { ConsentLedger } from '../../customer/consent-ledger.ts';
import { optOutEndpoint } from '../../customer/opt-out-endpoint.ts';
import { refuseAdvertising } from '../../customer/refuse-advertising.ts';
import type { AddressStore } from '../../address-store.ts';
import type { CustomerStore, Ids } from '../../ports.ts';
import { countReceipts, type CountReceiptsDeps } from './count-receipts.ts';
import type { SendJob } from '../model/job.ts';
import type { ChunkStore, WatchStore } from '../model/ports.ts';
import { isUnreadable, type Chunk } from '../model/chunk.ts';
import { createWatchers, type Told } from '../send/watchers.ts';
import { describeChanged } from './describe-changed.ts';
import { writeMarks } from './write-marks.ts';

export type RecordReceiptsDeps = CountReceiptsDeps & {
  readonly chunks: Pick<ChunkStore, 'listChunks' | 'listStates'>;
  readonly customerStore: CustomerStore;
  readonly addresses: AddressStore;
  readonly ledger: ConsentLedger;
  readonly watches: WatchStore;
  readonly ids: Ids;
};

/** How many receipts said something new, how many named no message of ours, and which could not be recorded. */
export type ReceiptReport = {
  readonly recorded: number;
  readonly unknown: number;
  /** To be handed in again; the others are done. */
  readonly failures: readonly { readonly receipts: readonly Receipt[]; readonly reason: unknown }[];
};

type Recorded = { readonly count: number; readonly unknown: number; readonly told: readonly Told[] };

/**
 * Records what became of messages after their provider had accepted them. Marks only grow, so late, repeated and
 * reordered receipts are harmless; the engine's own states are never touched by it. What fails for one job or chunk fails
 * for its receipts alone.
 */
export async function recordReceipts(deps: RecordReceiptsDeps, receipts: readonly Receipt[]): Promise<ReceiptReport> {
  const report = { recorded: 0, unknown: 0, failures: new Array<ReceiptReport['failures'][number]>() };
  for (const [jobId, ofJob] of groupBy(receipts, ({ ref }) => ref.jobId)) {
    try {
      const job = await deps.jobs.get(jobId);
      if (job === null) {
        await suppressOfNoJob(deps, ofJob);
        report.unknown += ofJob.length;
      } else {
        await recordOfJob(deps, job, ofJob, report);
      }
    } catch (reason) {
      // Recorded again, what is recorded changes nothing, and the flag goes up.
      report.failures.push({ receipts: ofJob, reason });
    }
  }
  return report;
}

async function recordOfJob(
  deps: RecordReceiptsDeps,
  job: SendJob,
  receipts: readonly Receipt[],
  report: { recorded: number; unknown: number; failures: { receipts: readonly Receipt[]; reason: unknown }[] },
): Promise<void> {
  const watchers = createWatchers(deps, job.id);
  const isWatched = (await deps.watches.list(job.id, deps.clock.now())).size > 0;
  let isNew = false;
  for (const ofChunk of groupBy(receipts, ({ ref }) => `${ref.shard}.${ref.chunk}`).values()) {
    try {
      const { count, unknown, told } = await recordChunk(deps, job, ofChunk, isWatched);
      report.recorded += count;
      report.unknown += unknown;
      isNew ||= unknown < ofChunk.length;
      if (told.length > 0) await watchers.tell(() => told);
    } catch (reason) {
      report.failures.push({ receipts: ofChunk, reason });
    }
  }
  if (!isNew) return;
  // The flag goes up after the marks are written: a count that takes it down has seen them.
  const mark = deps.ids.next();
  await deps.receiptFlags.raise(job.id, mark);
  const age = deps.clock.now() - (job.receiptsCountedAt ?? Number.NEGATIVE_INFINITY);
  if (Math.abs(age) >= deps.settings.countReceiptsEveryMs) await countReceipts(deps, job.id, mark);
}

/** Records of a direct send end, what somebody says about an address does not: mailboxes and numbers tell their channel. */
async function suppressOfNoJob({ addresses, clock }: RecordReceiptsDeps, receipts: readonly Receipt[]): Promise<void> {
  for (const { optOut, at } of receipts) {
    const channel =
      optOut?.address.includes('@') === true ? 'EMAIL' : optOut?.address.startsWith('+') === true ? 'SMS' : null;
    if (optOut === undefined || channel === null) continue;
    await addresses.suppress([
      { key: addressKey(channel, optOut.address), cause: optOut.cause, at: at ?? clock.now() },
    ]);
  }
}

async function recordChunk(
  deps: RecordReceiptsDeps,
  job: SendJob,
  receipts: readonly Receipt[],
  isWatched: boolean,
): Promise<Recorded> {
  const ref = receipts[0]?.ref;
  const chunk = ref === undefined || ref.shard >= job.shardCount ? null : await readChunk(deps, ref);
  if (ref === undefined || chunk === null) return { count: 0, unknown: receipts.length, told: [] };
  const known = receipts.filter((receipt) => receipt.ref.place < chunk.recipients.length);
  const written = await writeMarks(deps, job, ref, chunk, known);
  for (const { ref: from, optOut, at } of known) {
    const recipient = chunk.recipients[from.place];
    if (optOut === undefined || recipient === undefined) continue;
    const channel = job.channels[recipient.stepIndex];
    if (channel === undefined) continue;
    const { customerId, endpointId } = recipient;
    const { cause, address, isTold = false } = optOut;
    const said = { customerId, endpointId, channel, address, at };
    await (cause === 'UNSUBSCRIBED'
      ? refuseAdvertising(deps, { ...said, source: SOURCE, isTold })
      : optOutEndpoint(deps, { ...said, cause }));
  }
  const told = !isWatched ? [] : await describeChanged(deps, job, ref, chunk, written);
  return { count: written.changed.length, unknown: receipts.length - known.length, told };
}

/** How the ledger names what was said by the link of a message. */
const SOURCE = 'unsubscribe link';

async function readChunk({ chunks }: RecordReceiptsDeps, ref: Receipt['ref']): Promise<Chunk | null> {
  const [chunk] = await chunks.listChunks(ref, ref.chunk, 1);
  return chunk === undefined || isUnreadable(chunk) || chunk.number !== ref.chunk ? null : chunk;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
