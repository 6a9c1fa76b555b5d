import type { Channel } from '../../../domain/customer/index.ts';
import type { Recipient } from '../../../domain/send-job/index.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { Chunk } from '../model/chunk.ts';

/** SES takes 50 recipients in one call, SendMessages 100. */
const CHUNK_SIZE: Readonly<Record<Channel, number>> = { PUSH: 100, EMAIL: 50, SMS: 100, CUSTOM: 50 };

/** Cuts recipients of each step into chunks; those that do not fill one wait for the next page, if there is one. */
export function cutChunks(
  job: CompiledJob,
  firstNumber: number,
  recipients: readonly (readonly Recipient[])[],
  isLastPage: boolean,
): { readonly chunks: Chunk[]; readonly remainders: readonly (readonly Recipient[])[] } {
  const chunks: Chunk[] = [];
  const remainders = recipients.map((ofStep, step) => {
    const size = CHUNK_SIZE[job.steps[step]?.channel ?? 'CUSTOM'];
    let at = 0;
    while (ofStep.length - at >= size || (isLastPage && at < ofStep.length)) {
      chunks.push({ number: firstNumber + chunks.length, recipients: ofStep.slice(at, at + size) });
      at += size;
    }
    return isLastPage ? [] : ofStep.slice(at);
  });
  return { chunks, remainders };
}
