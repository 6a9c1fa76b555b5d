import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { count } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

/** On which days how many would get something, and the rows of prices that the cost is made of. */
export function ForecastDetails({ days, prices }: Pick<Answer<'forecastRun'>, 'days' | 'prices'>): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  return (
    <SpaceBetween size="s">
      <ExpandableSection headerText={say('rehearsal.title')} defaultExpanded>
        <Table
          variant="borderless"
          items={days}
          columnDefinitions={[
            { id: 'day', header: say('rehearsal.day'), isRowHeader: true, cell: ({ day }) => day },
            { id: 'wave', header: say('recipients.wave'), cell: ({ wave }) => say('wave', { number: wave + 1 }) },
            { id: 'channel', header: say('channel'), cell: ({ channel }) => say(`channel.${channel}`) },
            {
              id: 'people',
              header: say('included'),
              cell: ({ messages: { low, expected, high } }) =>
                say('range.people', {
                  expected: count(Math.round(expected)),
                  low: count(Math.round(low)),
                  high: count(Math.round(high)),
                }),
            },
          ]}
        />
      </ExpandableSection>
      <ExpandableSection headerText={say('prices.title')}>
        <Table
          variant="borderless"
          wrapLines
          items={prices}
          columnDefinitions={[
            { id: 'item', header: say('prices.item'), isRowHeader: true, cell: ({ item }) => item },
            {
              id: 'amount',
              header: say('prices.amount'),
              cell: ({ currency, micros, per }) =>
                say('prices.per', { currency, amount: String(micros / 1_000_000), per: count(per) }),
            },
            { id: 'from', header: say('prices.from'), cell: ({ validFrom }) => dayTime(validFrom, language) },
            { id: 'source', header: say('prices.source'), cell: ({ source }) => source },
          ]}
        />
      </ExpandableSection>
    </SpaceBetween>
  );
}
