import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { refusalOf } from '../../app/refusal.ts';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { RefusalText } from '../../parts/refusal-text.tsx';
import { useSettled } from '../../parts/use-settled.ts';
import { useSay } from '../../words/say.ts';

const TYPING_MS = 500;

/** How many a definition is, with its interval and its reach, while it is written. */
export function EstimatePane({ definition }: { readonly definition: string }): JSX.Element {
  const say = useSay();
  const asked = useSettled(definition, TYPING_MS);
  const estimate = useQuery({
    queryKey: ['estimate', asked],
    queryFn: () => askFor('estimateSegment', { definition: asked }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const refusal = estimate.error === null ? null : refusalOf(estimate.error, say);
  const { data } = estimate;
  return (
    <Container header={<Header variant="h2">{say('estimate.title')}</Header>}>
      <SpaceBetween size="s">
        {refusal !== null && (
          <Alert type="warning" header={refusal.title}>
            <RefusalText refusal={refusal} />
          </Alert>
        )}
        {refusal === null && data === undefined && <StatusIndicator type="loading">{say('loading')}</StatusIndicator>}
        {refusal === null && data !== undefined && (
          <div aria-live="polite" className={estimate.isPlaceholderData ? 'estimate-old' : undefined}>
            <Box fontSize="display-l" fontWeight="bold">
              {say('people', { count: count(data.estimate) })}
            </Box>
            <Box color="text-body-secondary">
              {data.isExact
                ? say('estimate.exact')
                : say('estimate.range', { low: count(data.low), high: count(data.high) })}
            </Box>
            <dl className="outcome-counts">
              {data.reach.map(({ channel, estimate: people }) => (
                <div key={channel}>
                  <dt>{say(`channel.${channel}`)}</dt>
                  <dd>{say('people', { count: count(people) })}</dd>
                </div>
              ))}
            </dl>
            {data.sample.length > 0 && (
              <Box color="text-body-secondary">
                {say('estimate.sample', { people: data.sample.slice(0, 5).join(', ') })}
              </Box>
            )}
            {data.warnings.map(({ path, message }) => (
              <StatusIndicator key={path} type="warning">
                {message}
              </StatusIndicator>
            ))}
            <AsOf at={estimate.dataUpdatedAt} />
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}
