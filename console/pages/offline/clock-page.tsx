import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { useOrder } from '../../ask/use-order.ts';
import { dayTime } from '../../format/times.ts';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { renewExpired } from '../../session/renew-expired.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { FaultPlanPane } from './fault-plan-pane.tsx';
import { nextDue, type Due } from './next-due.ts';
import { advanceClock, readClock } from './sandbox-control.ts';

const STEPS = [
  { word: 'clock.minutes', ms: 10 * 60_000 },
  { word: 'clock.hour', ms: 3_600_000 },
  { word: 'clock.day', ms: 24 * 3_600_000 },
] as const;
/** A wave that is due at a moment is begun once the clock has passed it. */
const BEHIND_MS = 1_000;

/** The sandbox's clock, which moves forward on demand, and what its providers do wrong on purpose. */
export function ClockPage(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const notices = useNotices();
  const queries = useQueryClient();
  const clock = useQuery({ queryKey: ['clock'], queryFn: readClock, staleTime: 0 });
  const due = useQuery({ queryKey: ['due'], queryFn: nextDue, staleTime: 0 });
  const move = useOrder(
    async (ms: number) => advanceClock(ms),
    async (now) => {
      notices.done(say('clock.moved', { day: dayTime(now, language) }));
      // Times are told by the clock that was moved, who is signed in may not be by it, and all that was asked is of before.
      await renewExpired();
      await queries.invalidateQueries();
    },
  );
  const playTo = async ({ at }: Due): Promise<void> => {
    const now = Date.parse(await readClock());
    move.give(Math.max(0, Date.parse(at) - now) + BEHIND_MS);
  };
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={say('clock.how')}>
          {say('nav.clock')}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">{say('clock.title')}</Header>}>
          <Asked query={clock}>
            {(now) => (
              <SpaceBetween size="s">
                <Box fontSize="display-l" fontWeight="bold">
                  <span data-clock={now}>{dayTime(now, language)} (KST)</span>
                </Box>
                <SpaceBetween size="xs" direction="horizontal">
                  {STEPS.map(({ word, ms }) => (
                    <Button key={word} disabled={move.isGiven} onClick={() => move.give(ms)}>
                      {say(word)}
                    </Button>
                  ))}
                </SpaceBetween>
              </SpaceBetween>
            )}
          </Asked>
        </Container>
        <Container
          header={
            <Header variant="h2" description={say('clock.dueHow')}>
              {say('clock.due')}
            </Header>
          }
        >
          <Asked query={due}>
            {(coming) =>
              coming.length === 0 ? (
                <Nothing title={say('clock.nothingDue')} how={say('home.nothingComesHow')} />
              ) : (
                <ul className="plain-list">
                  {coming.map((one) => (
                    <li key={`${one.at} ${one.campaignName}`}>
                      <Box variant="strong" display="inline">
                        {one.campaignName}
                      </Box>{' '}
                      {one.wave !== null && <>{say('wave', { number: one.wave + 1 })} · </>}
                      {dayTime(one.at, language)} (KST){' '}
                      <Button variant="inline-link" disabled={move.isGiven} onClick={() => void playTo(one)}>
                        {say('clock.play')}
                      </Button>
                    </li>
                  ))}
                </ul>
              )
            }
          </Asked>
        </Container>
        <FaultPlanPane />
      </SpaceBetween>
    </ContentLayout>
  );
}
