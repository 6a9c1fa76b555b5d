import type { JSX } from 'react';
import { count, percent } from '../format/numbers.ts';
import { useSay } from '../words/say.ts';
import './outcome-bar.css';

/** The outcomes that together are all who have one, in the order of the bar. */
export const OUTCOMES = ['delivered', 'accepted', 'failed', 'optedOut', 'skipped', 'inDoubt'] as const;

/** One of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number];

/** How many have which outcome, of how many. */
export type OutcomeCounts = Readonly<Record<Outcome | 'included', number>>;

/** Nobody yet. */
export const NO_OUTCOMES: OutcomeCounts = {
  included: 0,
  delivered: 0,
  accepted: 0,
  failed: 0,
  optedOut: 0,
  skipped: 0,
  inDoubt: 0,
};

/** How many of those included have an outcome. */
export function settledOf(counts: OutcomeCounts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** One bar for everybody included, a part for each outcome; the numbers are said beside it, not by colour alone. */
export function OutcomeBar({ counts, label }: { readonly counts: OutcomeCounts; readonly label: string }): JSX.Element {
  const say = useSay();
  const done = settledOf(counts);
  return (
    <div
      className="outcome-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={counts.included}
      aria-valuenow={done}
      aria-valuetext={say('bar.value', {
        done: count(done),
        all: count(counts.included),
        percent: percent(done, counts.included),
      })}
    >
      {OUTCOMES.map((outcome) => {
        const share = counts.included === 0 ? 0 : (counts[outcome] / counts.included) * 100;
        return share === 0 ? null : (
          <span key={outcome} className={`outcome-bar-part outcome-${outcome}`} style={{ width: `${share}%` }} />
        );
      })}
    </div>
  );
}
