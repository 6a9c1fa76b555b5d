import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { count, won } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { MonthBudget } from '../../parts/month-budget.tsx';
import { useSay } from '../../words/say.ts';

/** The month so many months from another: `2026-11` and -1 are `2026-10`. */
function monthFrom(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}

/** One month against its budget, and what Pinpoint would have cost. */
export function MonthOfCosts({
  month,
  turnTo,
}: {
  readonly month: string | undefined;
  readonly turnTo: (month: string) => void;
}): JSX.Element {
  const say = useSay();
  const costs = useQuery({
    queryKey: ['monthCosts', month],
    queryFn: () => askFor('monthCosts', month === undefined ? {} : { month }),
  });
  return (
    <Asked query={costs}>
      {({ month: shown, budgetKrw, claimedKrw, runs, isCut, channels, ownAwsKrw, pinpointKrw }) => (
        <SpaceBetween size="s">
          <SpaceBetween size="xs" direction="horizontal">
            <Button
              iconName="angle-left"
              ariaLabel={say('costs.monthBefore')}
              onClick={() => turnTo(monthFrom(shown, -1))}
            />
            <Box fontSize="heading-m" fontWeight="bold">
              {shown}
            </Box>
            <Button
              iconName="angle-right"
              ariaLabel={say('costs.monthAfter')}
              onClick={() => turnTo(monthFrom(shown, 1))}
            />
          </SpaceBetween>
          <MonthBudget budgetKrw={budgetKrw} claimedKrw={claimedKrw} />
          <dl className="outcome-counts">
            <div>
              <dt>{say('costs.runCount')}</dt>
              <dd>{isCut ? say('costs.orMore', { count: count(runs) }) : count(runs)}</dd>
            </div>
            {channels.map(({ channel, messages }) => (
              <div key={channel}>
                <dt>{say(`channel.${channel}`)}</dt>
                <dd>{say('costs.messages', { count: count(messages) })}</dd>
              </div>
            ))}
            <div>
              <dt>{say('costs.ownAws')}</dt>
              <dd>{ownAwsKrw == null ? say('cost.unknown') : won(ownAwsKrw)}</dd>
            </div>
            <div>
              <dt>{say('costs.pinpoint')}</dt>
              <dd>{pinpointKrw == null ? say('cost.unknown') : won(pinpointKrw)}</dd>
            </div>
          </dl>
          <Box color="text-body-secondary">{say('costs.pinpointHow')}</Box>
          <AsOf at={costs.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </Asked>
  );
}
