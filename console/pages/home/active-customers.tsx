import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';

const DAYS = 30;
const ACTIVE = JSON.stringify({
  include: 'ALL',
  groups: [
    {
      type: 'ALL',
      sourceType: 'ANY',
      sourceSegmentIds: [],
      dimensions: [{ activeCustomer: { type: 'ACTIVE', days: DAYS } }],
    },
  ],
});

/** How many customers did something in the last thirty days, estimated from samples. */
export function ActiveCustomers(): JSX.Element {
  const say = useSay();
  const estimate = useQuery({
    queryKey: ['estimate', ACTIVE],
    queryFn: () => askFor('estimateSegment', { definition: ACTIVE }),
    staleTime: 300_000,
  });
  return (
    <Asked query={estimate}>
      {({ estimate: people, low, high, isExact }) => (
        <SpaceBetween size="xxs">
          <Box fontSize="display-l" fontWeight="bold">
            {say('people', { count: count(people) })}
          </Box>
          <Box color="text-body-secondary">
            {isExact
              ? say('home.activeExact', { days: DAYS })
              : say('home.activeRange', { days: DAYS, low: count(low), high: count(high) })}
          </Box>
          <AsOf at={estimate.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </Asked>
  );
}
