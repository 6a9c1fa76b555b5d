import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { refusalOf } from '../../app/refusal.ts';
import { askFor } from '../../ask/ask.ts';
import { count as wholeCount, won } from '../../format/numbers.ts';
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
                <Expected campaignId={one.campaignId} at={one.at} />
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

/** A rehearsal reads a sample of all customers: it is asked for once in a while. */
const FORECAST_MS = 600_000;

/** How many people a coming run is expected to send to, and what that costs. */
function Expected({ campaignId, at }: { readonly campaignId: string; readonly at: string }): JSX.Element {
  const say = useSay();
  const forecast = useQuery({
    queryKey: ['forecast', campaignId, at],
    queryFn: () => askFor('forecastRun', { campaignId, at }),
    staleTime: FORECAST_MS,
  });
  if (forecast.data === undefined)
    return forecast.error === null ? (
      <StatusIndicator type="loading">{say('loading')}</StatusIndicator>
    ) : (
      <Box color="text-status-warning">{refusalOf(forecast.error, say).how}</Box>
    );
  const { waves, krw } = forecast.data;
  const messages = waves.reduce((sum, wave) => sum + wave.messages.expected, 0);
  return (
    <Box>
      {say('home.expected', {
        people: wholeCount(Math.round(messages)),
        cost: krw == null ? say('cost.unknown') : won(krw.expected),
      })}
    </Box>
  );
}

function count(value: number): string {
  return value > 0 ? `+${value}` : '+';
}
