import { isUnreadable, recordReceipts, type RecordReceiptsDeps } from '../delivery/index.ts';
import type { AnsweredMessages } from './ports.ts';

/** The messages of send jobs, whose statuses and counters answers change as receipts of a provider do. */
export function createAnsweredMessages(deps: RecordReceiptsDeps): AnsweredMessages {
  return {
    findAddressee: async ({ chunk: number, place, ...shard }) => {
      const [chunk] = await deps.chunks.listChunks(shard, number, 1);
      if (chunk === undefined || isUnreadable(chunk) || chunk.number !== number) return null;
      return chunk.recipients[place]?.customerId ?? null;
    },
    record: async (answers) => {
      const { failures } = await recordReceipts(deps, answers);
      const [failure] = failures;
      if (failure !== undefined) {
        throw new Error('What events say of messages could not be written down.', { cause: failure.reason });
      }
    },
  };
}
