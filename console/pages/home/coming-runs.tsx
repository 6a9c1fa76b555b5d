import Box from '@cloudscape-design/components/box';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { dayTime } from '../../format/times.ts';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { serverNow } from '../../session/server-clock.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

const DAYS = 7;
const DAY_MS = 24 * 3_600_000;
const MOST = 8;

async function comingRuns() {
  const now = await serverNow();
  return askFor('upcomingOccurrences', {
    from: new Date(now).toISOString(),
    until: new Date(now + DAYS * DAY_MS).toISOString(),
  });
}

/** What begins by itself within a week. */
export function ComingRuns(): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const calendar = useQuery({ queryKey: ['coming'], queryFn: comingRuns });
  return (
    <Asked query={calendar}>
      {({ occurrences, isCut }) =>
        occurrences.length === 0 ? (
          <Nothing title={say('home.nothingComes')} how={say('home.nothingComesHow')} />
        ) : (
          <ul className="plain-list">
            {occurrences.slice(0, MOST).map((one) => (
              <li key={one.id}>
                <Box variant="strong">{one.campaignName}</Box>
                <Box color="text-body-secondary">{dayTime(one.at, language)} (KST)</Box>
              </li>
            ))}
            {(isCut || occurrences.length > MOST) && (
              <li>{say('home.moreComes', { count: count(occurrences.length - MOST) })}</li>
            )}
          </ul>
        )
      }
    </Asked>
  );
}

function count(value: number): string {
  return value > 0 ? `+${value}` : '+';
}
