import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { count, percent } from '../../format/numbers.ts';
import { Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import type { WaveState } from './run-state.ts';

/** How many of a wave are out for which reason, as bars; each opens its people. */
export function Excluded({ runId, wave }: { readonly runId: string; readonly wave: WaveState }): JSX.Element {
  const say = useSay();
  const reasons = wave.excluded.filter((one) => one.count > 0).toSorted((a, b) => b.count - a.count);
  if (reasons.length === 0) return <Nothing title={say('excluded.none')} />;
  return (
    <ul className="plain-list">
      {reasons.map(({ reason, count: people }) => {
        const share = percent(people, wave.planned);
        const text = say('excluded.row', { people: count(people), share });
        return (
          <li key={reason} className="excluded-row">
            <span>{say(`reason.${reason}`)}</span>
            {/* Those outside the segment are counted, not listed. */}
            {reason === 'FILTERED_OUT_BY_SEGMENT' ? (
              <span>{text}</span>
            ) : (
              <a href={`${paths.run(runId)}?tab=recipients&wave=${wave.wave}&reason=${reason}`}>{text}</a>
            )}
            <span className="excluded-bar" aria-hidden="true">
              <span style={{ inlineSize: `${(people / Math.max(1, wave.planned)) * 100}%` }} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
