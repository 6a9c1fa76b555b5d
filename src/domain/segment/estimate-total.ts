import { scoreInterval } from '../score-interval.ts';

/** What was seen of one slice of everybody: how many there are, and how many of them have what is asked. */
export type SliceCount = { readonly scanned: number; readonly matched: number };

/** A number with the interval that holds the true one in 95 of 100 estimates; the three are equal when it is exact. */
export type Estimate = { readonly estimate: number; readonly low: number; readonly high: number };

const Z = 1.959_964;

/** The 97.5 % point of Student's t (Cornish-Fisher; right to a thousandth from 10 degrees of freedom on). */
function studentT(degrees: number): number {
  const v = Math.max(1, degrees);
  const z3 = Z ** 3;
  return Z + (z3 + Z) / (4 * v) + (5 * Z ** 5 + 16 * z3 + 3 * Z) / (96 * v ** 2);
}

function sum(slices: readonly SliceCount[], read: (slice: SliceCount) => number): number {
  let total = 0;
  for (const slice of slices) total += read(slice);
  return total;
}

/** How much more slices differ than single, independent customers would: 1 when slices are as good as random. */
function designEffect(slices: readonly SliceCount[], p: number, scanned: number): number {
  if (p <= 0 || p >= 1 || slices.length < 2) return 1;
  const squares = sum(slices, ({ scanned: size, matched }) => (matched - p * size) ** 2);
  const variance = (slices.length / (slices.length - 1)) * (squares / scanned ** 2);
  return Math.max(1, variance / ((p * (1 - p)) / scanned));
}

/** Variance over mean of the counts of slices; at least the 1 of slices that are as good as random. */
function dispersion(counts: readonly number[]): number {
  const mean = counts.reduce((total, count) => total + count, 0) / counts.length;
  if (mean === 0 || counts.length < 2) return 1;
  const squares = counts.reduce((total, count) => total + (count - mean) ** 2, 0);
  return Math.max(1, squares / (counts.length - 1) / mean);
}

/** Whether a count known from elsewhere (DynamoDB's own is hours old) agrees with what the slices say. */
function isPlausible(population: number, slices: readonly SliceCount[], sliceCount: number, left: number): boolean {
  const sizes = slices.map(({ scanned }) => scanned);
  const scanned = sum(slices, (slice) => slice.scanned);
  const scale = sliceCount / slices.length;
  const error = scale * Math.sqrt(dispersion(sizes) * left * scanned);
  return population >= scanned && Math.abs(population - scale * scanned) <= 2 * error;
}

/**
 * Projects randomly chosen slices, of `sliceCount` equal parts of the key space, on everybody: by the proportion found
 * (a ratio estimator) when the population is known and agrees with the slices, otherwise by the number found for each
 * slice. Slices are clusters: if customers of a slice are alike, the interval widens by what the slices themselves show.
 */
export function estimateTotal(slices: readonly SliceCount[], sliceCount: number, population: number | null): Estimate {
  const scanned = sum(slices, (slice) => slice.scanned);
  const matched = sum(slices, (slice) => slice.matched);
  if (slices.length >= sliceCount) return { estimate: matched, low: matched, high: matched };
  if (slices.length === 0) return { estimate: 0, low: 0, high: population ?? 0 };
  // What was read is known: only the rest is uncertain.
  const left = 1 - slices.length / sliceCount;
  const t = studentT(slices.length - 1);
  if (population !== null && scanned > 0 && isPlausible(population, slices, sliceCount, left)) {
    const p = matched / scanned;
    const { low, high } = scoreInterval(p, scanned / (designEffect(slices, p, scanned) * left), t);
    return {
      estimate: Math.round(p * population),
      low: Math.max(matched, Math.floor(low * population)),
      high: Math.min(population - (scanned - matched), Math.ceil(Math.min(1, high) * population)),
    };
  }
  const scale = sliceCount / slices.length;
  const spread = dispersion(slices.map((slice) => slice.matched));
  const middle = matched + (t ** 2 * spread) / 2;
  const half = t * Math.sqrt(spread * left * matched + (t ** 4 * spread ** 2) / 4);
  return {
    estimate: Math.round(matched * scale),
    low: Math.max(matched, Math.floor((middle - half) * scale)),
    high: Math.ceil((middle + half) * scale),
  };
}
