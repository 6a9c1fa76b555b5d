import type { Outgoing, SendResult } from '../../app/delivery/index.ts';
import { NO_ANSWER } from '../aws/read-delivery.ts';
import { sharedPartOf } from './channel-event.ts';

/**
 * Sends those together who read the same words: receivers written for Pinpoint read the event's `Data` and nothing
 * else. Where words differ every call has one endpoint, as each has its own.
 */
export async function byWords(
  batch: readonly Outgoing[],
  send: (alike: readonly Outgoing[]) => Promise<readonly SendResult[]>,
): Promise<readonly SendResult[]> {
  const groups = new Map<string, Outgoing[]>();
  for (const outgoing of batch) {
    const words = sharedPartOf(outgoing);
    const alike = groups.get(words);
    if (alike === undefined) groups.set(words, [outgoing]);
    else alike.push(outgoing);
  }
  const answers = new Map<Outgoing, SendResult>();
  await Promise.all(
    [...groups.values()].map(async (alike) => {
      const results = await send(alike);
      for (const [index, outgoing] of alike.entries()) {
        const result = results[index];
        if (result !== undefined) answers.set(outgoing, result);
      }
    }),
  );
  return batch.map((outgoing) => answers.get(outgoing) ?? NO_ANSWER);
}
