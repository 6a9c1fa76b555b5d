import type { Doorbell, Ring } from '../../app/delivery/index.ts';

/** A ring that waits to be heard, so many seconds after it was rung. */
export type WaitingRing = Ring & { readonly delaySeconds: number };

/** A queue of rings in memory; whoever runs the workers takes them, and waits for those that are for later. */
export function createMemoryDoorbell(): Doorbell & { readonly take: () => WaitingRing | undefined } {
  const rings: WaitingRing[] = [];
  return {
    ring: async (shards, delaySeconds = 0) => {
      for (const { jobId, shard, lane } of shards) rings.push({ jobId, shard, lane, delaySeconds });
    },
    take: () => rings.shift(),
  };
}
