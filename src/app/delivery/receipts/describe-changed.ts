import { NO_MARK, withReceipts, type MessageRef } from '../../../domain/send-job/index.ts';
import { isUnreadable, type Chunk } from '../model/chunk.ts';
import type { SendJob } from '../model/job.ts';
import type { ChunkStore } from '../model/ports.ts';
import type { Told } from '../send/watchers.ts';
import type { WrittenMarks } from './write-marks.ts';

export type DescribeChangedDeps = {
  readonly chunks: Pick<ChunkStore, 'listStates'>;
};

/** What is to be told of recipients of whom receipts say something new. */
export async function describeChanged(
  { chunks }: DescribeChangedDeps,
  job: SendJob,
  ref: MessageRef,
  chunk: Chunk,
  { changed, marks }: WrittenMarks,
): Promise<readonly Told[]> {
  if (changed.length === 0) return [];
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
