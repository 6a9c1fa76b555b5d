import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { EXCLUSION_REASONS } from '../../../src/domain/send-job/recipient.ts';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { count, won } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { ForecastDetails } from './forecast-details.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay, type Say } from '../../words/say.ts';

interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** A share of those who come back by themselves, to say what a holdout could show before anything is known. */
const BASE_RATE = 0.05;

const people = ({ low, expected, high }: Range, say: Say): string =>
  low === high
    ? say('people', { count: count(Math.round(expected)) })
    : say('range.people', {
        expected: count(Math.round(expected)),
        low: count(Math.round(low)),
        high: count(Math.round(high)),
      });
const money = ({ low, expected, high }: Range, say: Say): string =>
  low === high ? won(expected) : say('range.won', { expected: won(expected), low: won(low), high: won(high) });

/** What a run would do now: wave by wave who would get it and who would not, what it costs, what its holdout can show. */
export function CampaignForecast({ campaign }: { readonly campaign: Answer<'getCampaign'> }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const forecast = useQuery({
    queryKey: ['forecast', campaign.id, campaign.updatedAt],
    queryFn: () => askFor('forecastRun', { campaignId: campaign.id }),
  });
  return (
    <Asked query={forecast}>
      {({ waves, krw, population, days, prices }) => (
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">{say('forecast.title')}</Header>}>
            <SpaceBetween size="s">
              <dl className="outcome-counts">
                <div>
                  <dt>{say('forecast.segment')}</dt>
                  <dd>{people(population, say)}</dd>
                </div>
                <div>
                  <dt>{say('cost.forecast')}</dt>
                  <dd>{krw == null ? say('cost.unknown') : money(krw, say)}</dd>
                </div>
              </dl>
              <SmallestLift audience={Math.round(population.expected)} holdoutPercent={campaign.holdoutPercent} />
              <AsOf at={forecast.dataUpdatedAt} />
            </SpaceBetween>
          </Container>
          <ol className="waves">
            {waves.map(({ wave, at, messages, channels, out }) => (
              <li key={wave}>
                <Container
                  header={
                    <Header variant="h2" description={`${dayTime(at, language)} (KST)`}>
                      {say('wave', { number: wave + 1 })}
                    </Header>
                  }
                >
                  <SpaceBetween size="xs">
                    <Box variant="strong">{people(messages, say)}</Box>
                    {channels.map(({ channel, messages: sent, krw: cost }) => (
                      <span key={channel}>
                        {say(`channel.${channel}`)} · {people(sent, say)} ·{' '}
                        {cost == null ? say('cost.unknown') : money(cost, say)}
                      </span>
                    ))}
                    <Box variant="h4">{say('forecast.out')}</Box>
                    {out.length === 0 && <Box>{say('excluded.none')}</Box>}
                    <ul className="plain-list">
                      {out.map(({ reason, people: left }) => (
                        <li key={reason}>
                          {sayReason(reason, say)} · {people(left, say)}
                        </li>
                      ))}
                    </ul>
                  </SpaceBetween>
                </Container>
              </li>
            ))}
          </ol>
          <ForecastDetails days={days} prices={prices} />
          <Box>
            {say('forecast.toPeople')} <a href={paths.segment(campaign.segmentId)}>{say('forecast.toSegment')}</a>
          </Box>
        </SpaceBetween>
      )}
    </Asked>
  );
}

function sayReason(reason: string, say: Say): string {
  const known = EXCLUSION_REASONS.find((one) => one === reason);
  return known === undefined ? reason : say(`reason.${known}`);
}

function SmallestLift({
  audience,
  holdoutPercent,
}: {
  readonly audience: number;
  readonly holdoutPercent: number;
}): JSX.Element | null {
  const say = useSay();
  const lift = useQuery({
    queryKey: ['smallestLift', audience, holdoutPercent],
    queryFn: () => askFor('smallestLift', { audience, holdoutPercent, baseRate: BASE_RATE }),
    enabled: holdoutPercent > 0 && audience > 0,
  });
  if (holdoutPercent === 0) return <Box color="text-body-secondary">{say('lift.none')}</Box>;
  if (lift.data?.lift == null) return <Box color="text-body-secondary">{say('lift.tooFew')}</Box>;
  const points = lift.data.lift * 100;
  return <Box>{say('lift.smallest', { points: points.toFixed(points < 0.1 ? 2 : 1) })}</Box>;
}
