import { useEffect, useRef, useState, type JSX } from 'react';
import { clockTime } from '../../format/times.ts';
import { TimeLeft } from '../../parts/time-left.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import type { WaveState } from './run-state.ts';

const LATE_AFTER_S = 3;

/** Rate, time left and as of when the counts are; while messages go out and nothing is heard, for how long not. */
export function Freshness({ wave }: { readonly wave: WaveState }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const seq = wave.progress?.seq;
  const silence = useSilence(seq);
  const isLate = wave.phase === 'SENDING' && silence >= LATE_AFTER_S;
  return (
    <>
      {wave.progress !== undefined && <TimeLeft progress={wave.progress} />}
      <span data-seq={seq} className={isLate ? 'run-late' : undefined}>
        {wave.progress === undefined
          ? say('loading')
          : isLate
            ? say('run.late', { seconds: silence })
            : say('asOf', { time: clockTime(wave.progress.at, language) })}
      </span>
    </>
  );
}

/** Seconds for which nothing newer was heard. */
function useSilence(seq: number | undefined): number {
  const heardAt = useRef(0);
  const [silence, setSilence] = useState(0);
  useEffect(() => {
    heardAt.current = performance.now();
    setSilence(0);
    const timer = setInterval(() => setSilence(Math.floor((performance.now() - heardAt.current) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [seq]);
  return silence;
}
