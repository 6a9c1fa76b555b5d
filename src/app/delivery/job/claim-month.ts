import { billingMonthOf, KRW_MICROS } from '../../../domain/cost/index.ts';
import { refuse, type Refused } from '../../../domain/result.ts';
import type { BudgetStore } from '../model/ports.ts';

export type ClaimMonthDeps = {
  readonly budgets: Pick<BudgetStore, 'claimMonth' | 'claimedOfMonth' | 'giveBackOfMonth'>;
};

/** The company's own calendar. */
export const MONTH_ZONE = 'Asia/Seoul';

const won = (micros: number): string => `₩${(micros / KRW_MICROS).toLocaleString('en')}`;

/** What is to be paid, in millionths of a won (null: nobody knows), under a name by which it is claimed once. */
export type Claim = { readonly claimId: string; readonly cost: number | null };

export type MonthTerms = {
  /** Whole won; undefined: a month may cost what it does. */
  readonly monthlyBudgetKrw: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/**
 * Claims a cost of the company's budget for the month (in Korea) that it is, once for each `claimId`; null when it is
 * claimed. MONTHLY_BUDGET: the rest of the month does not pay for it; NO_PRICE: nobody knows what it costs. What was claimed
 * stays claimed until the month ends: messages that fail are tried again from it. Only for whom an ended job never sent to
 * it is given back (`give-back-month.ts`).
 */
export async function claimMonth(
  { budgets }: ClaimMonthDeps,
  { claimId, cost }: Claim,
  { monthlyBudgetKrw, now }: MonthTerms,
): Promise<Refused<'MONTHLY_BUDGET' | 'NO_PRICE'> | null> {
  if (monthlyBudgetKrw === undefined) return null;
  if (cost === null) {
    return refuse(
      'NO_PRICE',
      'The month has a budget, and a step of the job had no price when it was planned. Save one and plan the campaign again.',
    );
  }
  const month = billingMonthOf(now, MONTH_ZONE);
  const budget = monthlyBudgetKrw * KRW_MICROS;
  if (cost === 0 || (await budgets.claimMonth(month, claimId, { wanted: cost, budget }))) return null;
  const left = Math.max(0, budget - (await budgets.claimedOfMonth(month)));
  return refuse(
    'MONTHLY_BUDGET',
    `It costs up to ${won(cost)}, and of the budget for ${month} (${won(budget)}) ${won(left)} are left. Plan it for ` +
      'fewer people, raise monthlyBudgetKrw, or launch it next month.',
  );
}
