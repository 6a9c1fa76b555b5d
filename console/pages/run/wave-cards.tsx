import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { JSX } from 'react';
import { count } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { OutcomeBar } from '../../parts/outcome-bar.tsx';
import { PhaseLabel } from '../../parts/phase-label.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay, type Say } from '../../words/say.ts';
import type { RunAnswer, WaveState } from './run-state.ts';

/** The waves of a run as a list of cards, the ones to come as well: what each did, and when the next begins. */
export function WaveCards({
  run,
  waves,
}: {
  readonly run: RunAnswer;
  readonly waves: readonly WaveState[];
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const toCome = Array.from(
    { length: Math.max(0, run.run.waveCount - waves.length) },
    (_, index) => waves.length + index,
  );
  return (
    <ol className="waves">
      {waves.map((wave) => (
        <li key={wave.jobId}>
          <Container
            header={
              <Header variant="h2" actions={<PhaseLabel phase={wave.phase} />}>
                {say('wave', { number: wave.wave + 1 })}
              </Header>
            }
          >
            <OutcomeBar counts={wave} label={say('wave', { number: wave.wave + 1 })} />
            <p className="plain">{channelsOf(wave, say)}</p>
            <p className="plain">
              {say('wave.counts', {
                included: count(wave.included),
                delivered: count(wave.delivered),
                opened: count(wave.opened),
                clicked: count(wave.clicked),
              })}
            </p>
            {wave.phase === 'SCHEDULED' && wave.sendAt !== null && (
              <p className="plain">{say('wave.at', { day: dayTime(wave.sendAt, language) })}</p>
            )}
          </Container>
        </li>
      ))}
      {toCome.map((wave) => (
        <li key={wave}>
          <Container header={<Header variant="h2">{say('wave', { number: wave + 1 })}</Header>}>
            <p className="plain">{say('wave.later')}</p>
          </Container>
        </li>
      ))}
    </ol>
  );
}

/** Each channel once, whatever steps and treatments use it. */
function channelsOf({ progress }: WaveState, say: Say): string {
  const channels = new Set((progress?.steps ?? []).map(({ channel }) => channel));
  return [...channels].map((channel) => say(`channel.${channel}`)).join(' → ');
}
