import type { DeliveryUpdate, JobProgress, ProgressPublisher } from '../../app/delivery/index.ts';

/** Keeps every tick and every status that was pushed. */
export function createMemoryPublisher(): ProgressPublisher & {
  readonly ticks: readonly JobProgress[];
  readonly updates: readonly DeliveryUpdate[];
} {
  const ticks: JobProgress[] = [];
  const updates: DeliveryUpdate[] = [];
  return {
    ticks,
    updates,
    publish: async (progress) => {
      ticks.push(progress);
      return true;
    },
    publishDelivery: async (update) => {
      updates.push(update);
      return true;
    },
  };
}
