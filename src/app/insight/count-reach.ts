import { addReach, countReachOf, NO_REACH, reachRows, type ReachCount } from '../../domain/lake/index.ts';
import { koreanDay } from '../../domain/schedule/index.ts';
import { inParallel } from '../in-parallel.ts';
import { putRows, type LakeStreams } from '../lake/index.ts';
import type { Clock, CustomerSource, Ids } from '../ports.ts';
import type { ReachProgress, ReachProgressStore } from './ports.ts';

export type CountReachDeps = {
  readonly customers: Pick<CustomerSource, 'scan' | 'estimateCount'>;
  readonly progress: ReachProgressStore;
  readonly streams: LakeStreams;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly ids: Pick<Ids, 'random'>;
};

/** COUNTED: the lake has the day, now or since before. UNFINISHED: the next pass goes on. ELSEWHERE: somebody else counts. */
export type CountedReach =
  | { readonly kind: 'COUNTED' | 'UNFINISHED'; readonly day: string; readonly customers: number }
  | { readonly kind: 'ELSEWHERE' };

/** What was counted is kept after each few slices: one takes some seconds to read. */
const CUSTOMERS_PER_SLICE = 25_000;
const PARALLEL = 8;

/**
 * Counts once a day whom each channel reaches, over all customers, for the lake. Reading everybody takes longer than a pass
 * may (6.4 million are about 6.4 GB: 0.8 million units of reading): it goes on where the last pass stopped. A day whose
 * count did not end on it has none.
 * @param budgetMs how long it may begin new slices
 */
export async function countReach(deps: CountReachDeps, budgetMs: number): Promise<CountedReach> {
  const { clock, progress: store } = deps;
  const begun = clock.now();
  const day = koreanDay(begun);
  const { progress: known, ...stored } = await store.read();
  let { revision } = stored;
  let progress: ReachProgress =
    known?.day === day ? known : { day, slices: await sliceCount(deps), counted: 0, reach: NO_REACH, isTold: false };
  const keep = async (next: ReachProgress): Promise<boolean> => {
    if (!(await store.put(next, revision))) return false;
    revision += 1;
    progress = next;
    return true;
  };
  while (progress.counted < progress.slices) {
    if (clock.now() - begun > budgetMs) return { kind: 'UNFINISHED', day, customers: progress.reach.customers };
    const counted = Math.min(progress.slices, progress.counted + PARALLEL);
    const reach = await countSlices(deps, progress, counted);
    if (!(await keep({ ...progress, counted, reach }))) return { kind: 'ELSEWHERE' };
  }
  const { customers } = progress.reach;
  if (progress.isTold) return { kind: 'COUNTED', day, customers };
  // Told before it is kept that it was: the latest count of a day holds, so telling it twice changes nothing.
  await putRows(deps, 'reach', reachRows(progress.reach, begun));
  return (await keep({ ...progress, isTold: true })) ? { kind: 'COUNTED', day, customers } : { kind: 'ELSEWHERE' };
}

async function sliceCount({ customers }: CountReachDeps): Promise<number> {
  return Math.max(1, Math.ceil((await customers.estimateCount()) / CUSTOMERS_PER_SLICE));
}

async function countSlices({ customers, clock }: CountReachDeps, progress: ReachProgress, until: number) {
  const { slices: of, counted, reach } = progress;
  let total: ReachCount = reach;
  const slices = Array.from({ length: until - counted }, (_, place) => counted + place);
  await inParallel(slices, PARALLEL, async (slice) => {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<CustomerSource['scan']>> = await customers.scan(slice, of, cursor);
      total = addReach(total, countReachOf(page.customers, clock.now()));
      cursor = page.cursor;
    } while (cursor !== null);
  });
  return total;
}
