import type { Clock } from '../clock.ts';

const SLICES = 10;

/** Counts requests by address over a window that moves on in tenths, and forgets addresses that fell silent. */
export function createRateCounter(clock: Clock, windowMs: number): (address: string) => number {
  const sliceMs = windowMs / SLICES;
  let counts = new Map<number, Map<string, number>>();
  return (address) => {
    const slice = Math.floor(clock.now() / sliceMs);
    if (!counts.has(slice)) {
      counts = new Map([...counts].filter(([old]) => old > slice - SLICES && old <= slice));
      counts.set(slice, new Map());
    }
    const present = counts.get(slice);
    present?.set(address, (present.get(address) ?? 0) + 1);
    let sum = 0;
    for (const ofSlice of counts.values()) sum += ofSlice.get(address) ?? 0;
    return sum;
  };
}
