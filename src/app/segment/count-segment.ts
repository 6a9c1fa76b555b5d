import { CHANNELS, type Channel } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { collectNames, isReachable, warnOfUnknownNames } from '../../domain/segment/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import type { CustomerSource } from '../ports.ts';
import { SAMPLE_SIZE, type EstimateDeps, type SegmentEstimate } from './estimate-segment.ts';
import { readQuestion, type SegmentReference } from './segment-question.ts';

/** How far an exact count has come. It travels with the caller, so that no call needs to outlive a function. */
export type CountState = {
  /** The moment as of which everybody is judged, whichever call reads them. */
  readonly now: number;
  /** What is counted; a segment that was changed meanwhile has another. */
  readonly question: string;
  readonly sliceCount: number;
  /** The first slice that nobody has begun, and the cursors of those that are begun but not finished. */
  readonly nextSlice: number;
  readonly open: readonly { readonly slice: number; readonly cursor: string }[];
  readonly scanned: number;
  readonly matched: number;
  readonly reached: Readonly<Record<Channel, number>>;
  readonly sample: readonly string[];
};

export type SegmentCount = SegmentEstimate & {
  /** From 0 to 1. */
  readonly progress: number;
  /** Absent when everybody has been counted. */
  readonly state?: CountState;
};

/** A call stays well below the 30 s that AppSync waits. */
const BUDGET_MS = 20_000;
const LANES = 8;
const CUSTOMERS_PER_SLICE = 5_000;
const MAX_SLICES = 4_096;

const NOBODY: CountState['reached'] = { PUSH: 0, EMAIL: 0, SMS: 0, CUSTOM: 0 };

/**
 * Counts everybody who belongs to a segment, as far as one call's time allows; the caller comes again with the state
 * until there is none. Customers who change while they are counted are judged as they are when their turn comes.
 */
export async function countSegment(
  deps: EstimateDeps,
  source: SegmentReference,
  before?: CountState,
  budgetMs = BUDGET_MS,
): Promise<SegmentCount | Refused> {
  const start = deps.clock.now();
  const now = before?.now ?? start;
  const question = await readQuestion(deps, source, now);
  if (!question.ok) return question;
  const counted = await deps.customers.estimateCount();
  const digest = sha256(question.text, 'base64url');
  if (before !== undefined && before.question !== digest) {
    return refuse('CONFLICT', 'The segment was changed while it was being counted. Count it again from the start.');
  }
  const sliceCount =
    before?.sliceCount ?? Math.min(MAX_SLICES, Math.max(LANES, Math.ceil(counted / CUSTOMERS_PER_SLICE)));
  const tally = createTally(before, question.isMember);
  const left = await readUntil(deps, { sliceCount, before, until: start + budgetMs }, tally.add);
  const { scanned, matched, reached, sample } = tally.result();
  const isDone = left.nextSlice >= sliceCount && left.open.length === 0;
  const state = { now, question: digest, sliceCount, ...left, scanned, matched, reached, sample };
  const project = (found: number) => bounds(found, scanned, isDone ? scanned : Math.max(counted, scanned));
  return {
    ok: true,
    ...project(matched),
    scanned,
    matched,
    isExact: isDone,
    reach: CHANNELS.map((channel) => ({ channel, ...project(reached[channel]) })),
    sample,
    warnings: warnOfUnknownNames(question.definition, tally.names()),
    progress: isDone ? 1 : (left.nextSlice - left.open.length) / sliceCount,
    ...(isDone ? {} : { state }),
  };
}

/** Until everybody is counted the number lies between what was found and that plus everybody who is left. */
function bounds(found: number, scanned: number, population: number) {
  const estimate = scanned === 0 ? 0 : Math.round((found / scanned) * population);
  return { estimate, low: found, high: found + population - scanned };
}

type Customers = Awaited<ReturnType<CustomerSource['scan']>>['customers'];

function createTally(before: CountState | undefined, isMember: (customer: Customers[number]) => boolean) {
  let { scanned, matched } = before ?? { scanned: 0, matched: 0 };
  const reached = { ...(before?.reached ?? NOBODY) };
  const sample = [...(before?.sample ?? [])];
  const collected = collectNames();
  return {
    add: (customers: Customers): void => {
      scanned += customers.length;
      for (const customer of customers) {
        collected.add(customer);
        if (!isMember(customer)) continue;
        matched += 1;
        for (const channel of CHANNELS) if (isReachable(customer, channel)) reached[channel] += 1;
        if (sample.length < SAMPLE_SIZE) sample.push(customer.id);
      }
    },
    result: () => ({ scanned, matched, reached, sample }),
    names: collected.names,
  };
}

type Reading = { readonly sliceCount: number; readonly before: CountState | undefined; readonly until: number };

/** Several lanes, each at one slice at a time, which stop between two pages; every call reads at least one page. */
async function readUntil(
  { customers, clock }: EstimateDeps,
  { sliceCount, before, until }: Reading,
  add: (customers: Customers) => void,
): Promise<Pick<CountState, 'nextSlice' | 'open'>> {
  const waiting: { slice: number; cursor: string | null }[] = [...(before?.open ?? [])];
  const open: { slice: number; cursor: string }[] = [];
  let nextSlice = before?.nextSlice ?? 0;
  let pages = 0;
  const isTimeLeft = (): boolean => pages === 0 || clock.now() < until;
  const take = () => {
    const known = waiting.shift();
    if (known !== undefined || nextSlice >= sliceCount) return known;
    nextSlice += 1;
    return { slice: nextSlice - 1, cursor: null };
  };
  const work = async (): Promise<void> => {
    while (isTimeLeft()) {
      const taken = take();
      if (taken === undefined) return;
      let { cursor }: { cursor: string | null } = taken;
      do {
        const page: Awaited<ReturnType<CustomerSource['scan']>> = await customers.scan(taken.slice, sliceCount, cursor);
        pages += 1;
        add(page.customers);
        cursor = page.cursor;
      } while (cursor !== null && isTimeLeft());
      if (cursor !== null) open.push({ slice: taken.slice, cursor });
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  for (const { slice, cursor } of waiting) if (cursor !== null) open.push({ slice, cursor });
  return { nextSlice, open };
}
