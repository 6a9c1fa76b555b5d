import type { JSX } from 'react';
import { percent, won } from '../format/numbers.ts';
import { useSay } from '../words/say.ts';
import './budget-bar.css';

/** From this share of a budget on somebody should know. */
const NEARLY_USED = 0.8;

/** Whether a budget is nearly used up. */
export function isNearlyUsed(claimed: number, budget: number): boolean {
  return budget > 0 && claimed >= budget * NEARLY_USED;
}

/** How much of a budget is claimed; the numbers stand beside it. */
export function BudgetBar({ claimed, budget }: { readonly claimed: number; readonly budget: number }): JSX.Element {
  const say = useSay();
  const share = budget === 0 ? 0 : Math.min(1, claimed / budget);
  return (
    <div
      className="budget-bar"
      role="meter"
      aria-label={say('costs.budget')}
      aria-valuemin={0}
      aria-valuemax={Math.round(budget)}
      aria-valuenow={Math.round(Math.min(claimed, budget))}
      aria-valuetext={say('costs.ofBudget', {
        claimed: won(claimed),
        budget: won(budget),
        percent: percent(claimed, budget),
      })}
    >
      <span
        className={isNearlyUsed(claimed, budget) ? 'budget-used budget-nearly' : 'budget-used'}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
