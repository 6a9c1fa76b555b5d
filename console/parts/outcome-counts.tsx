import type { JSX } from 'react';
import { count, percent } from '../format/numbers.ts';
import { useSay } from '../words/say.ts';
import { OUTCOMES, type Outcome, type OutcomeCounts } from './outcome-bar.tsx';

/** The parts of an outcome bar in numbers, each with the way to its people where there is one. */
export function OutcomeCountsList({
  counts,
  hrefOf,
}: {
  readonly counts: OutcomeCounts;
  readonly hrefOf?: (outcome: Outcome) => string;
}): JSX.Element {
  const say = useSay();
  return (
    <dl className="outcome-counts">
      {OUTCOMES.map((outcome) => {
        const number = say('people', { count: count(counts[outcome]) });
        return (
          <div key={outcome}>
            <dt>
              <span className={`outcome-mark outcome-${outcome}`} aria-hidden="true" />
              {say(`outcome.${outcome}`)}
            </dt>
            <dd data-outcome={outcome}>
              {hrefOf === undefined || counts[outcome] === 0 ? number : <a href={hrefOf(outcome)}>{number}</a>}{' '}
              <small>{percent(counts[outcome], counts.included)}</small>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
