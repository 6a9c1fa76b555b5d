import { KRW_MICROS, messageCost } from '../../../domain/cost/index.ts';
import type { RecipientResult } from '../../../domain/send-job/index.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { BudgetStore } from '../model/ports.ts';
import type { Shard } from '../model/shard.ts';
import { budgetRef } from '../plan/budget-ref.ts';
import type { Prepared } from './prepare-chunk.ts';

/** Whether what a job sends has to be paid for once more: in a round for the failed or the doubtful, within a budget. */
export function paysAgain({ retry, plan }: CompiledJob): boolean {
  return retry !== undefined && plan.budgetKrw !== undefined;
}

const TOO_DEAR: RecipientResult = { status: 'SKIPPED', code: 'BUDGET_EXCEEDED' };
const NOBODY: ReadonlyMap<number, RecipientResult> = new Map();

/**
 * Asks the budget for messages that are sent once more, and leaves out whom what is left does not pay for. What was
 * claimed of a budget stays claimed: nobody knows for how many failures a provider bills. Asked before the claim, and in
 * a round once for each message, however often it is attempted.
 */
export async function payAgain(
  { budgets }: { readonly budgets: Pick<BudgetStore, 'pay'> },
  job: CompiledJob,
  shard: Pick<Shard, 'jobId' | 'shard' | 'round'>,
  chunk: { readonly number: number; readonly step: CompiledJob['steps'][number] | undefined },
  { outgoing, places }: Pick<Prepared, 'outgoing' | 'places'>,
): Promise<Prepared> {
  const price = chunk.step?.price ?? null;
  const wanted = outgoing.map(({ address, billed = { units: 1 } }, index) => ({
    place: places[index] ?? -1,
    cost: price === null ? 0 : messageCost(price, address, billed),
  }));
  if (wanted.every(({ cost }) => cost === 0)) return { outgoing, places, settled: NOBODY };
  const budget = (job.plan.budgetKrw ?? 0) * KRW_MICROS;
  const claim = { chunk: chunk.number, round: shard.round };
  const paid = await budgets.pay(budgetRef(job, shard), claim, { wanted, budget });
  const isPaid = (index: number): boolean => wanted[index]?.cost === 0 || paid.has(places[index] ?? -1);
  return {
    outgoing: outgoing.filter((_, index) => isPaid(index)),
    places: places.filter((_, index) => isPaid(index)),
    settled: new Map(places.filter((_, index) => !isPaid(index)).map((place) => [place, TOO_DEAR])),
  };
}
