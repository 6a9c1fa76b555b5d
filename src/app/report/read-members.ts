import { NO_MARK } from '../../domain/send-job/index.ts';
import { messageOutcome, type RunMessage } from '../../domain/report/index.ts';
import { isUnreadable, type Chunk, type ChunkState } from '../delivery/model/chunk.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { ChunkStore, ReceiptStore, ShardStore } from '../delivery/model/ports.ts';
import type { ReceiptMarks } from '../delivery/model/receipt-marks.ts';
import type { ShardRef } from '../delivery/model/shard.ts';
import { readChunks } from '../delivery/plan/read-chunks.ts';

export type ReadMembersDeps = {
  readonly shards: Pick<ShardStore, 'list' | 'get'>;
  readonly chunks: Pick<ChunkStore, 'listChunks' | 'listStates' | 'listExcluded' | 'listAddressDigests'>;
  readonly receipts: Pick<ReceiptStore, 'list'>;
};

/** A job of a run, and which of its waves it is, from 0. */
export type Wave = { readonly job: SendJob; readonly wave: number };

/** One message that was planned for a customer; `digest` is of its address. */
export type PlannedMessage = { readonly customerId: string; readonly message: RunMessage; readonly digest?: number };

const READ_AHEAD = 200;

/** Everybody whom a shard of a job meant to send to, with what became of the message. */
export async function* readMessages(
  deps: ReadMembersDeps,
  wave: Wave,
  shard: number,
): AsyncGenerator<readonly PlannedMessage[]> {
  const ref: ShardRef = { jobId: wave.job.id, shard };
  const count = (await deps.shards.get(ref))?.planning.chunkCount ?? 0;
  for (let from = 0; from < count; from += READ_AHEAD) {
    const limit = Math.min(READ_AHEAD, count - from);
    yield (await readChunks(deps, ref, from, limit)).flatMap(({ chunk, state, marks }) =>
      isUnreadable(chunk) ? [] : messagesOf(wave, chunk, state, marks),
    );
  }
}

function messagesOf(
  { job, wave }: Wave,
  { recipients }: Chunk,
  state: ChunkState | undefined,
  marks: ReceiptMarks | undefined,
): PlannedMessage[] {
  const sentAt = new Map<number, number>();
  for (const { at, places } of state?.charges ?? []) for (const place of places) sentAt.set(place, at);
  // Whoever was not sent to would have been when the job began.
  const begunAt = job.launchedAt ?? job.createdAt;
  return recipients.map(({ customerId, endpointId, stepIndex, treatment, addressDigest }, place) => ({
    customerId,
    ...(addressDigest === undefined ? {} : { digest: addressDigest }),
    message: {
      wave,
      channel: job.channels[stepIndex] ?? 'CUSTOM',
      treatment,
      at: sentAt.get(place) ?? begunAt,
      endpointId,
      ...messageOutcome(state?.results[place] ?? NO_MARK, marks?.marks[place] ?? NO_MARK),
    },
  }));
}

/** Everybody whom a shard of a job kept out, to compare with. */
export async function* readHeldOut(
  { chunks }: ReadMembersDeps,
  { id: jobId }: SendJob,
  shard: number,
): AsyncGenerator<readonly string[]> {
  for (let from = 0; ;) {
    const lists = await chunks.listExcluded({ jobId, shard }, from, READ_AHEAD);
    yield lists.flatMap(({ customerIds }) => customerIds.TREATMENT_HOLDOUT ?? []);
    const last = lists.at(-1);
    if (last === undefined || lists.length < READ_AHEAD) return;
    from = last.number + 1;
  }
}
