import type { JobProgress, ProgressPublisher } from '../../app/delivery/index.ts';

/** Keeps every tick. */
export function createMemoryPublisher(): ProgressPublisher & { readonly ticks: readonly JobProgress[] } {
  const ticks: JobProgress[] = [];
  return {
    ticks,
    publish: async (progress) => {
      ticks.push(progress);
      return true;
    },
  };
}
