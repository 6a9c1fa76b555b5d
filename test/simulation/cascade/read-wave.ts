import { isUnreadable, type SendJob } from '../../../src/app/delivery/index.ts';
import {
  EXCLUSION_REASONS,
  formatMessageRef,
  type ExclusionReason,
  type RecipientResult,
} from '../../../src/domain/send-job/index.ts';
import type { World } from '../world.ts';

/** Somebody whom a wave sends to: what is recorded, and how often a message really went out. */
export type WaveRecipient = { readonly result: RecipientResult; readonly times: number; readonly treatment: number };

/** A wave as it ended: everybody it planned, by customer; whoever stands in two places is named twice. */
export type WaveEnd = {
  readonly job: SendJob;
  readonly recipients: ReadonlyMap<string, WaveRecipient>;
  readonly excluded: ReadonlyMap<string, ExclusionReason>;
  readonly twice: readonly string[];
};

/** Reads all chunks and lists of a wave's job. */
export async function readWave(
  stores: World['stores'],
  job: SendJob,
  delivered: ReadonlyMap<string, number>,
): Promise<WaveEnd> {
  const recipients = new Map<string, WaveRecipient>();
  const excluded = new Map<string, ExclusionReason>();
  const twice: string[] = [];
  for (const { shard, planning } of await stores.shards.list(job.id, job.shardCount)) {
    const ref = { jobId: job.id, shard };
    const states = new Map((await stores.chunks.listStates(ref, 0)).map((state) => [state.number, state]));
    for (const chunk of await stores.chunks.listChunks(ref, 0, planning.chunkCount)) {
      if (isUnreadable(chunk)) continue;
      const state = states.get(chunk.number);
      for (const [place, { customerId, treatment }] of chunk.recipients.entries()) {
        const known = state === undefined || isUnreadable(state) ? undefined : state.results[place];
        const name = formatMessageRef({ ...ref, chunk: chunk.number, place });
        if (recipients.has(customerId)) twice.push(customerId);
        const times = delivered.get(name) ?? 0;
        recipients.set(customerId, { result: known ?? { status: 'PLANNED' }, times, treatment });
      }
    }
    for (const list of await stores.chunks.listExcluded(ref, 0, planning.pages)) {
      if (list.number >= planning.pages) continue;
      for (const reason of EXCLUSION_REASONS) {
        for (const customerId of list.customerIds[reason] ?? []) {
          if (excluded.has(customerId)) twice.push(customerId);
          excluded.set(customerId, reason);
        }
      }
    }
  }
  for (const customerId of recipients.keys()) if (excluded.has(customerId)) twice.push(customerId);
  return { job, recipients, excluded, twice };
}
