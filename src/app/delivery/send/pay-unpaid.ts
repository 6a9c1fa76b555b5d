import {
  cheapestOf,
  KRW_MICROS,
  messageCost,
  ONE_UNIT,
  type MessageCost,
  type UnitPrice,
} from '../../../domain/cost/index.ts';
import { addressDigest } from '../../../domain/customer/index.ts';
import type { Recipient, RecipientResult } from '../../../domain/send-job/index.ts';
import type { Chunk } from '../model/chunk.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { BudgetStore } from '../model/ports.ts';
import type { Outgoing } from '../model/sender.ts';
import type { Shard } from '../model/shard.ts';
import { budgetRef } from '../plan/budget-ref.ts';
import type { Prepared } from './prepare-chunk.ts';
import type { CostNow } from './present-prices.ts';

/** Whether a job spends from a budget. */
export function hasBudget({ plan }: CompiledJob): boolean {
  return plan.budgetKrw !== undefined;
}

const TOO_DEAR: RecipientResult = { status: 'SKIPPED', code: 'BUDGET_EXCEEDED' };
const NOBODY: ReadonlyMap<number, RecipientResult> = new Map();

/**
 * Asks the budget for what the plan has not paid for: all of a message that is sent once more in a round for the failed or
 * the doubtful, and of any other by how much it is dearer now than when it was planned, because it was held for a night or a
 * wave for days, or because the customer's number or words have changed. Leaves out whom what is left does not pay for. What was claimed of a budget stays claimed: nobody knows for
 * how many failures a provider bills. Asked before the claim, and in a round once for each message, however often it is
 * attempted.
 */
export async function payUnpaid(
  { budgets }: { readonly budgets: Pick<BudgetStore, 'pay'> },
  job: CompiledJob,
  shard: Pick<Shard, 'jobId' | 'shard' | 'round'>,
  chunk: Chunk & {
    readonly step: CompiledJob['steps'][number] | undefined;
    readonly costNow: CostNow;
  },
  { outgoing, places }: Pick<Prepared, 'outgoing' | 'places'>,
): Promise<Prepared> {
  const price = chunk.step?.price ?? null;
  const isPlanned = job.retry === undefined && price !== null;
  const wanted: MessageCost[] = [];
  for (let index = 0; index < outgoing.length; index += 1) {
    const message = outgoing[index];
    const place = places[index] ?? -1;
    if (message === undefined) continue;
    const { address, billed = ONE_UNIT } = message;
    const paid = isPlanned ? paidBefore(price, chunk.recipients[place], message) : 0;
    const cost = chunk.costNow(address, billed) - paid;
    if (cost > 0) wanted.push({ place, cost });
  }
  if (wanted.length === 0) return { outgoing, places, settled: NOBODY };
  const budget = (job.plan.budgetKrw ?? 0) * KRW_MICROS;
  const claim = { chunk: chunk.number, round: shard.round };
  const granted = await budgets.pay(budgetRef(job, shard), claim, { wanted, budget });
  const tooDear = new Set(wanted.filter(({ place }) => !granted.has(place)).map(({ place }) => place));
  return {
    outgoing: outgoing.filter((_, index) => !tooDear.has(places[index] ?? -1)),
    places: places.filter((place) => !tooDear.has(place)),
    settled: new Map([...tooDear].map((place) => [place, TOO_DEAR])),
  };
}

/** What the plan has paid for a message: for the number and the words that the customer had then. */
function paidBefore(
  price: UnitPrice,
  recipient: Pick<Recipient, 'addressDigest' | 'paidMicros'> | undefined,
  { channelType, address }: Pick<Outgoing, 'channelType' | 'address'>,
): number {
  const { addressDigest: planned, paidMicros } = recipient ?? {};
  if (paidMicros !== undefined) return paidMicros;
  // Of any other channel a unit costs the same everywhere.
  const isSame =
    price.byPrefix === undefined || planned === undefined || planned === addressDigest(channelType, address);
  // Nobody knows any more of which country the number was.
  return isSame ? messageCost(price, address, ONE_UNIT) : cheapestOf(price);
}
