import type { JSX } from 'react';
import type { JobPhase } from '../../src/client/index.ts';
import { count } from '../format/numbers.ts';
import { lengthOf } from '../format/times.ts';
import { useSay, type Say } from '../words/say.ts';

/** How fast a job is being sent and how long that still takes. */
export interface Pace {
  readonly phase: JobPhase;
  readonly recipientsPerSecond?: number | null | undefined;
  readonly secondsLeft?: number | null | undefined;
}

/** A length of time in words: its two largest units. */
function sayLength(seconds: number, say: Say): string {
  const { hours, minutes, seconds: rest } = lengthOf(seconds);
  if (hours > 0) return say('length.hours', { hours, minutes });
  if (minutes > 0) return say('length.minutes', { minutes, seconds: rest });
  return say('length.seconds', { seconds: rest });
}

/** Rate and time left of a job that is being sent; nothing of any other. */
export function TimeLeft({ progress }: { readonly progress: Pace }): JSX.Element | null {
  const say = useSay();
  if (progress.phase !== 'SENDING') return null;
  const { recipientsPerSecond: rate, secondsLeft } = progress;
  if (rate == null || rate <= 0) return <span>{say('rate.unknown')}</span>;
  const text = say('rate', { rate: count(Math.round(rate)) });
  return (
    <span>{secondsLeft == null ? text : `${text} · ${say('timeLeft', { length: sayLength(secondsLeft, say) })}`}</span>
  );
}
