/** Peaks of this process while it is watched, in bytes. */
export type MemoryPeaks = {
  /** Resident memory, everything included, as the kernel knows it. */
  readonly resident: number;
  /** Resident memory less the bytes that the in-memory store held at that moment. */
  readonly withoutStore: number;
};

const EVERY_MS = 100;

/** Watches the memory of this process. */
export function watchMemory(storeBytes: () => number): () => MemoryPeaks {
  let withoutStore = 0;
  const look = (): void => {
    withoutStore = Math.max(withoutStore, process.memoryUsage.rss() - storeBytes());
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    look();
    clearInterval(timer);
    return { resident: process.resourceUsage().maxRSS * 1024, withoutStore };
  };
}
