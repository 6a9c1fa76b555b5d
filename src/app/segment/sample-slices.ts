import type { Customer } from '../../domain/customer/index.ts';
import type { Clock, CustomerSource, Ids } from '../ports.ts';

export type SampleDeps = { readonly customers: CustomerSource; readonly ids: Ids; readonly clock: Clock };

export type SampleLimits = {
  /** No slice is begun after this many milliseconds. */
  readonly budgetMs: number;
  /** Enough customers; more would narrow the interval by little. */
  readonly wanted: number;
  readonly perSlice: number;
  readonly lanes: number;
};

/** An estimate answers within 2 s: what a function needs besides is left. */
export const SAMPLE_LIMITS: SampleLimits = { budgetMs: 1_200, wanted: 20_000, perSlice: 50, lanes: 16 };

/** DynamoDB's greatest number of segments of a parallel scan. */
const MAX_SLICES = 1_000_000;

/** A slice of more pages than this is no small part of everybody: the count that sized it was wrong. */
const MAX_PAGES = 2;

/** How many slices show whether slices have the size they should. */
const PILOT = 32;
const MAX_TRIES = 6;

/** All slices are read when there are no more than so many times the wanted ones. */
const ALL_UP_TO = 1.25;

export type Sample = {
  readonly slices: readonly (readonly Customer[])[];
  /** Of how many equal slices of everybody these are some. */
  readonly sliceCount: number;
  /** As the store counted them, perhaps hours ago. */
  readonly counted: number;
};

/**
 * Reads randomly chosen slices of everybody. DynamoDB places customers by the hash of their id, so a slice is as good as
 * as many customers drawn one by one. The number of slices follows the store's own count; when slices turn out far
 * larger or smaller, that count is out of date, and smaller or larger slices are drawn instead.
 */
export async function sampleSlices(deps: SampleDeps, limits: SampleLimits = SAMPLE_LIMITS): Promise<Sample> {
  const deadline = deps.clock.now() + limits.budgetMs;
  const counted = await deps.customers.estimateCount();
  let sliceCount = clamp(counted / limits.perSlice);
  let slices: (readonly Customer[])[] = [];
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const drawn = drawSlices(deps.ids, sliceCount, Math.ceil(limits.wanted / limits.perSlice));
    const pilot = await readSlices(deps, drawn.slice(0, PILOT), sliceCount, limits.lanes, deadline);
    const better = resized(pilot, sliceCount, limits.perSlice);
    if (better === sliceCount || attempt === MAX_TRIES - 1) {
      const enough = isAll(drawn, sliceCount) ? drawn.length : Math.ceil(limits.wanted / Math.max(1, meanSize(pilot)));
      const rest = await readSlices(deps, drawn.slice(PILOT, enough), sliceCount, limits.lanes, deadline);
      slices = [...pilot, ...rest].filter((slice) => slice !== 'TOO_LARGE');
      break;
    }
    sliceCount = better;
  }
  return { slices, sliceCount, counted };
}

function clamp(count: number): number {
  return Math.min(MAX_SLICES, Math.max(1, Math.ceil(count)));
}

/** Different slices in random order: some, or all when there are few more. */
function drawSlices(ids: Ids, sliceCount: number, wanted: number): number[] {
  // One of each run of neighbours: different by construction, however random the numbers are.
  const runs = sliceCount <= wanted * ALL_UP_TO ? sliceCount : wanted;
  const startOf = (index: number): number => Math.floor((index * sliceCount) / runs);
  const drawn = Array.from({ length: runs }, (_, index) => {
    const start = startOf(index);
    return start + Math.floor(ids.random() * (startOf(index + 1) - start));
  });
  for (let index = drawn.length - 1; index > 0; index -= 1) {
    const other = Math.floor(ids.random() * (index + 1));
    [drawn[index], drawn[other]] = [drawn[other] ?? 0, drawn[index] ?? 0];
  }
  return drawn;
}

type Slice = readonly Customer[] | 'TOO_LARGE';

function isAll(drawn: readonly number[], sliceCount: number): boolean {
  return drawn.length === sliceCount;
}

function meanSize(slices: readonly Slice[]): number {
  return slices.reduce((sum, slice) => sum + slice.length, 0) / slices.length;
}

/** The number of slices that would give each about the wanted size; the present one when they are near enough. */
function resized(pilot: readonly Slice[], sliceCount: number, perSlice: number): number {
  if (pilot.includes('TOO_LARGE')) return clamp(sliceCount * 64);
  if (pilot.length === 0 || sliceCount === 1) return sliceCount;
  const mean = meanSize(pilot);
  if (mean >= perSlice / 4 && mean <= perSlice * 4) return sliceCount;
  // Nobody in any slice still allows for a few in all of them.
  return clamp((sliceCount * Math.max(mean, 1 / pilot.length)) / perSlice);
}

async function readSlices(
  { customers, clock }: SampleDeps,
  drawn: readonly number[],
  sliceCount: number,
  lanes: number,
  deadline: number,
): Promise<Slice[]> {
  const slices: Slice[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < drawn.length && (slices.length === 0 || clock.now() < deadline)) {
      const slice = drawn[next];
      next += 1;
      if (slice !== undefined) slices.push(await readSlice(customers, slice, sliceCount));
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, drawn.length) }, work));
  return slices;
}

async function readSlice(source: CustomerSource, slice: number, sliceCount: number): Promise<Slice> {
  const found: Customer[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages === 0 || cursor !== null; pages += 1) {
    if (pages === MAX_PAGES) return 'TOO_LARGE';
    const page: Awaited<ReturnType<CustomerSource['scan']>> = await source.scan(slice, sliceCount, cursor);
    found.push(...page.customers);
    cursor = page.cursor;
  }
  return found;
}
