/** A number, with the interval that holds it as often as is said. */
export type Range = { readonly low: number; readonly expected: number; readonly high: number };

/** How often all that is foretold at once is right. */
export const FORECAST_CONFIDENCE = 0.95;

/** How many of some sorted numbers come before a value: those below it, or those that it is not above as well. */
function countBefore(sorted: Float64Array, value: number, isBefore: (other: number, value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? 0, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isBelow = (other: number, value: number): boolean => other < value;
const isNotAbove = (other: number, value: number): boolean => other <= value;

/**
 * How many replays may be cut off at either end of every number, so that so large a part of all replays is still within
 * all their intervals at once: whoever reads ten numbers wants all of them to be right, not each in 95 of 100 cases.
 * `series` has one list for each number, with a value for each replay.
 */
export function cutOf(series: readonly (readonly number[])[], confidence = FORECAST_CONFIDENCE): number {
  const replays = series[0]?.length ?? 0;
  const depths = new Float64Array(replays).fill(replays);
  for (const values of series) {
    const sorted = Float64Array.from(values).sort();
    for (const [replay, value] of values.entries()) {
      const fromBelow = countBefore(sorted, value, isNotAbove);
      const fromAbove = replays - countBefore(sorted, value, isBelow);
      depths[replay] = Math.min(depths[replay] ?? 0, fromBelow, fromAbove);
    }
  }
  const sorted = depths.sort();
  return Math.max(0, (sorted[Math.floor(replays * (1 - confidence))] ?? 1) - 1);
}

/** The interval of a number when so many replays are cut off at either end. */
export function rangeOf(values: readonly number[], cut: number): Range {
  const sorted = Float64Array.from(values).sort();
  const low = sorted[cut] ?? 0;
  const high = sorted[sorted.length - 1 - cut] ?? 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { low, expected: Math.min(high, Math.max(low, mean)), high };
}
