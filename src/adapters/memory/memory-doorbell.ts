import type { Doorbell, ShardRef } from '../../app/delivery/index.ts';

/** A queue of rings in memory; whoever runs the workers takes them. */
export function createMemoryDoorbell(): Doorbell & { readonly take: () => ShardRef | undefined } {
  const rings: ShardRef[] = [];
  return {
    ring: async (shards) => {
      rings.push(...shards);
    },
    take: () => rings.shift(),
  };
}
