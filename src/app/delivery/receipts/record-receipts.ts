import {
  addReceipt,
  NO_MARK,
  withReceipts,
  type MessageRef,
  type Receipt,
  type RecipientResult,
} from '../../../domain/send-job/index.ts';
import { addressKey } from '../../../domain/customer/index.ts';
import { optOutEndpoint } from '../../customer/opt-out-endpoint.ts';
import type { AddressStore } from '../../address-store.ts';
import type { CustomerStore, Ids } from '../../ports.ts';
import { countReceipts, type CountReceiptsDeps } from './count-receipts.ts';
import type { SendJob } from '../model/job.ts';
import type { WatchStore } from '../model/ports.ts';
import type { WorkSettings } from '../model/settings.ts';
import { isUnreadable, type Chunk, type ReceiptMarks } from '../model/chunk.ts';
import { keptRef, type ShardRef } from '../model/shard.ts';
import { createWatchers, type Told } from '../send/watchers.ts';

export type RecordReceiptsDeps = CountReceiptsDeps & {
  readonly customerStore: CustomerStore;
  readonly addresses: AddressStore;
  readonly watches: WatchStore;
  readonly ids: Ids;
  readonly settings: Pick<WorkSettings, 'countReceiptsEveryMs'>;
};

/** How many receipts said something new, and how many named no message of ours. */
export type ReceiptReport = { readonly recorded: number; readonly unknown: number };

const MAX_TRIES = 20;

/**
 * Records what became of messages after their provider had accepted them. Marks only grow, so late, repeated and
 * reordered receipts are harmless; the engine's own states are never touched by it.
 */
export async function recordReceipts(deps: RecordReceiptsDeps, receipts: readonly Receipt[]): Promise<ReceiptReport> {
  const report = { recorded: 0, unknown: 0 };
  for (const [jobId, ofJob] of groupBy(receipts, ({ ref }) => ref.jobId)) {
    const job = await deps.jobs.get(jobId);
    if (job === null) {
      await suppressOfNoJob(deps, ofJob);
      report.unknown += ofJob.length;
      continue;
    }
    const watchers = createWatchers(deps, jobId);
    for (const ofChunk of groupBy(ofJob, ({ ref }) => `${ref.shard}.${ref.chunk}`).values()) {
      const recorded = await recordChunk(deps, job, ofChunk);
      report.recorded += recorded.count;
      report.unknown += recorded.unknown;
      await watchers.tell(() => recorded.told);
    }
    // The flag goes up after the marks are written: a count that takes it down has seen them.
    const mark = deps.ids.next();
    await deps.receiptFlags.raise(jobId, mark);
    const age = deps.clock.now() - (job.receiptsCountedAt ?? Number.NEGATIVE_INFINITY);
    if (Math.abs(age) >= deps.settings.countReceiptsEveryMs) await countReceipts(deps, jobId, mark);
  }
  return report;
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

type Recorded = { readonly count: number; readonly unknown: number; readonly told: readonly Told[] };

async function recordChunk(deps: RecordReceiptsDeps, job: SendJob, receipts: readonly Receipt[]): Promise<Recorded> {
  const ref = receipts[0]?.ref;
  const chunk = ref === undefined ? null : await readChunk(deps, job, ref);
  if (ref === undefined || chunk === null) return { count: 0, unknown: receipts.length, told: [] };
  const known = receipts.filter((receipt) => receipt.ref.place < chunk.recipients.length);
  const { changed, marks } = await writeMarks(deps, job, ref, chunk, known);
  for (const { ref: from, optOut, at } of known) {
    const recipient = chunk.recipients[from.place];
    if (optOut === undefined || recipient === undefined) continue;
    const channel = job.channels[recipient.stepIndex];
    if (channel === undefined) continue;
    const { customerId, endpointId } = recipient;
    await optOutEndpoint(deps, { customerId, endpointId, channel, at, ...optOut });
  }
  const told = await describe(deps, job, ref, chunk, changed, marks);
  return { count: changed.length, unknown: receipts.length - known.length, told };
}

async function readChunk({ chunks }: RecordReceiptsDeps, job: SendJob, ref: MessageRef): Promise<Chunk | null> {
  if (ref.shard >= job.shardCount) return null;
  const [chunk] = await chunks.listChunks(ref, ref.chunk, 1);
  return chunk === undefined || isUnreadable(chunk) || chunk.number !== ref.chunk ? null : chunk;
}

async function writeMarks(
  { receipts: store }: RecordReceiptsDeps,
  job: SendJob,
  ref: ShardRef & MessageRef,
  chunk: Chunk,
  receipts: readonly Receipt[],
): Promise<{ readonly changed: readonly number[]; readonly marks: readonly RecipientResult[] }> {
  const kept = keptRef({ ...ref, ...(job.keptUntil === undefined ? {} : { keptUntil: job.keptUntil }) });
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const [first] = await store.list(ref, ref.chunk, 1);
    const known: ReceiptMarks | undefined = first?.number === ref.chunk ? first : undefined;
    const marks = chunk.recipients.map((_, place) => known?.marks[place] ?? NO_MARK);
    const changed = new Set<number>();
    for (const receipt of receipts) {
      const { place } = receipt.ref;
      const mark = marks[place] ?? NO_MARK;
      const next = addReceipt(mark, receipt);
      if (next !== mark) changed.add(place);
      marks[place] = next;
    }
    if (changed.size === 0) return { changed: [], marks };
    const revision = (known?.revision ?? 0) + 1;
    if (await store.put(kept, { number: ref.chunk, revision, marks })) return { changed: [...changed], marks };
  }
  throw new Error(`The receipts of chunk ${ref.chunk} of job ${ref.jobId} changed ${MAX_TRIES} times meanwhile.`);
}

async function describe(
  { chunks, watches, clock }: RecordReceiptsDeps,
  job: SendJob,
  ref: ShardRef & MessageRef,
  chunk: Chunk,
  changed: readonly number[],
  marks: readonly RecipientResult[],
): Promise<readonly Told[]> {
  if (changed.length === 0 || (await watches.list(job.id, clock.now())).size === 0) return [];
  const [state] = await chunks.listStates(ref, ref.chunk, 1);
  const results = state?.number === ref.chunk && !isUnreadable(state) ? state.results : [];
  return changed.flatMap((place) => {
    const recipient = chunk.recipients[place];
    const channel = job.channels[recipient?.stepIndex ?? 0];
    if (recipient === undefined || channel === undefined) return [];
    const result = withReceipts(results[place] ?? { status: 'CLAIMED' }, marks[place] ?? NO_MARK);
    return [{ recipient, result, channel }];
  });
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
