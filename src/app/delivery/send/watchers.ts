import type { Channel } from '../../../domain/customer/index.ts';
import type { Recipient, RecipientResult } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import type { ProgressPublisher, WatchStore } from '../model/ports.ts';

/** Who watches is read again after this time; a watcher asks for the present status once more after it. */
const LOOK_EVERY_MS = 1_000;

export type Told = { readonly recipient: Recipient; readonly result: RecipientResult; readonly channel: Channel };

/** Pushes statuses of the customers of a job that somebody watches, and of nobody else. */
export function createWatchers(
  deps: { readonly watches: WatchStore; readonly publisher: ProgressPublisher; readonly clock: Clock },
  jobId: string,
): { readonly tell: (toldOf: () => readonly Told[]) => Promise<void> } {
  let watched: ReadonlySet<string> = new Set();
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    // Mostly nobody watches: then what would be told is not even put together.
    tell: async (toldOf) => {
      const at = deps.clock.now();
      if (Math.abs(at - lookedAt) >= LOOK_EVERY_MS) {
        lookedAt = at;
        watched = await deps.watches.list(jobId, at);
      }
      if (watched.size === 0) return;
      for (const { recipient, result, channel } of toldOf()) {
        if (!watched.has(recipient.customerId)) continue;
        const { customerId, endpointId } = recipient;
        await deps.publisher.publishDelivery({ jobId, customerId, endpointId, channel, at, ...result });
      }
    },
  };
}
