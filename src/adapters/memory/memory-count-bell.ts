import type { CountBell } from '../../app/delivery/index.ts';

/** A job that is to be counted, and the flag that said so. */
export type WaitingCount = { readonly jobId: string; readonly mark: string };

/** What is to be counted, in memory; whoever counts takes it. */
export function createMemoryCountBell(): CountBell & { readonly take: () => WaitingCount | undefined } {
  const waiting: WaitingCount[] = [];
  return {
    ring: async (jobId, mark) => void waiting.push({ jobId, mark }),
    take: () => waiting.shift(),
  };
}
