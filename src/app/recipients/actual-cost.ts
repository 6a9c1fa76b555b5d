import {
  costOfUses,
  decimalOf,
  itemInForce,
  withPublished,
  type Money,
  type PriceList,
  type Use,
} from '../../domain/cost/index.ts';
import { NO_MARK, withReceipts, type RecipientStatus } from '../../domain/send-job/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { isUnreadable, type Charge, type ChunkState } from '../delivery/model/chunk.ts';
import type { ReceiptMarks } from '../delivery/model/receipt-marks.ts';
import type { ChunkStore, JobStore, ReceiptStore } from '../delivery/model/ports.ts';
import type { PriceStore } from '../ports.ts';

export type ActualCostDeps = {
  readonly jobs: Pick<JobStore, 'get'>;
  readonly chunks: Pick<ChunkStore, 'listStates'>;
  readonly receipts: Pick<ReceiptStore, 'list'>;
  readonly prices: Pick<PriceStore, 'get'>;
};

/** Decimals in won; null: a price or an exchange rate is missing. */
export type ActualCost = {
  readonly ok: true;
  /** What providers have taken, less what they pay back of it because it did not arrive. */
  readonly krw: string | null;
  /** What those cost of whom nobody knows whether they were sent to. */
  readonly inDoubtKrw: string | null;
  readonly lines: readonly {
    readonly item: string;
    readonly month: string;
    readonly units: number;
    readonly currency: string;
    /** In the currency of the line. */
    readonly amount: string;
  }[];
  /** Messages that were sent before charges were kept, or whose records are damaged: not in the sums. */
  readonly unknownMessages: number;
};

const READ_AHEAD = 500;

/** Statuses of which a message was with its provider. */
const WITH_PROVIDER: ReadonlySet<RecipientStatus> = new Set(['ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED'] as const);

type Tally = { readonly sure: Use[]; readonly doubtful: Use[]; unknown: number };

/**
 * What a job has cost, from what was taken of each of its messages and what receipts say since: price rows as of when each
 * was sent, exactly, as if the free units of the month were used up by others. It settles as late as receipts come.
 */
export async function actualCost(
  deps: ActualCostDeps,
  { jobId }: { readonly jobId: string },
): Promise<ActualCost | Refused> {
  const job = await deps.jobs.get(jobId);
  if (job === null) return refuse('NOT_FOUND', `There is no job ${jobId}.`);
  const tally: Tally = { sure: [], doubtful: [], unknown: 0 };
  for (let shard = 0; shard < job.shardCount; shard += 1) {
    const ref = { jobId, shard };
    for (let from = 0; ;) {
      const states = await deps.chunks.listStates(ref, from, READ_AHEAD);
      const marks = new Map((await deps.receipts.list(ref, from, READ_AHEAD)).map((mark) => [mark.number, mark]));
      for (const state of states) {
        if (!isUnreadable(state)) tallyChunk(tally, state, marks.get(state.number));
      }
      const last = states.at(-1);
      if (states.length < READ_AHEAD || last === undefined) break;
      from = last.number + 1;
    }
  }
  const list = withPublished(await deps.prices.get());
  const sure = priced(tally.sure, list);
  const doubtful = priced(tally.doubtful, list);
  const lines = sure.ok ? sure.cost.lines : [];
  return {
    ok: true,
    krw: sure.ok ? decimalOf(sure.cost.amount) : null,
    inDoubtKrw: doubtful.ok ? decimalOf(doubtful.cost.amount) : null,
    lines: lines.map(({ amount, ...line }) => ({ ...line, amount: decimalOf(amount) })),
    unknownMessages: tally.unknown,
  };
}

function priced(uses: readonly Use[], list: PriceList) {
  const money: Money = { currency: 'KRW', rates: list.rates };
  const named = uses.map((use) => ({ ...use, item: itemInForce(use.item, list, use.at) }));
  return costOfUses(named, list.prices, money, 'FREE_UNITS_USED_UP');
}

function tallyChunk(tally: Tally, { results, charges = [] }: ChunkState, marks: ReceiptMarks | undefined): void {
  const statuses = results.map((result, place) => withReceipts(result, marks?.marks[place] ?? NO_MARK).status);
  const isSure = new Set<number>();
  for (const charge of charges) if (charge.isDoubtful !== true) for (const place of charge.places) isSure.add(place);
  const isCharged = new Set(isSure);
  for (const charge of charges) {
    if (charge.isDoubtful !== true) {
      tally.sure.push(useOf(charge, charge.places, statuses));
      continue;
    }
    // A receipt proves that one of the doubtful was sent, and not which; beside one that surely was, they stay in doubt.
    const proven = charge.places.filter((place) => !isSure.has(place) && isProven(statuses[place]));
    for (const place of proven) isSure.add(place);
    const open = charge.places.filter((place) => !proven.includes(place));
    for (const place of charge.places) isCharged.add(place);
    if (proven.length > 0) tally.sure.push(useOf(charge, proven, statuses));
    if (open.length > 0) tally.doubtful.push({ item: charge.item, at: charge.at, units: charge.units * open.length });
  }
  for (const [place, status] of statuses.entries()) {
    if (WITH_PROVIDER.has(status) && !isCharged.has(place)) tally.unknown += 1;
  }
}

function isProven(status: RecipientStatus | undefined): boolean {
  return status !== undefined && (WITH_PROVIDER.has(status) || status === 'FAILED');
}

/** What was taken and failed later may be paid back: whether, the price row says. */
function useOf(
  { item, at, units }: Charge,
  places: readonly number[],
  statuses: readonly (RecipientStatus | undefined)[],
): Use {
  const failed = places.filter((place) => statuses[place] === 'FAILED').length * units;
  // Receipts are kept without their time: providers send them within the time for which they pay back.
  return { item, at, units: units * places.length, ...(failed === 0 ? {} : { failed: [{ units: failed, at }] }) };
}
