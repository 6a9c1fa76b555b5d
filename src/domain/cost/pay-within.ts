import { fitBudget } from './fit-budget.ts';

/** What one message of a chunk costs in all, in millionths of a won. */
export type MessageCost = { readonly place: number; readonly cost: number };

/** What is taken for messages, what each has been paid in all by then, and whose cost that is. */
export type Payment = {
  readonly amount: number;
  readonly paid: ReadonlyMap<number, number>;
  readonly covered: ReadonlySet<number>;
};

/**
 * Pays messages in their order out of what is left, each by what it costs more than was `paid` for it before: nothing is
 * taken twice, and what has become dearer is paid for by the difference, or not at all.
 */
export function payWithin(wanted: readonly MessageCost[], before: ReadonlyMap<number, number>, left: number): Payment {
  const due = wanted.map(({ place, cost }) => Math.max(0, cost - (before.get(place) ?? 0)));
  const fits = fitBudget(due, Math.max(0, left));
  const paid = new Map(before);
  const covered = new Set<number>();
  let amount = 0;
  for (const [index, { place, cost }] of wanted.entries()) {
    if (fits[index] !== true) continue;
    covered.add(place);
    amount += due[index] ?? 0;
    paid.set(place, Math.max(cost, before.get(place) ?? 0));
  }
  return { amount, paid, covered };
}
