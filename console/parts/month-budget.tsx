import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import { percent, won } from '../format/numbers.ts';
import { useSay } from '../words/say.ts';
import { BudgetBar } from './budget-bar.tsx';

/** What launched runs of a month may cost, against its budget. */
export function MonthBudget({
  budgetKrw,
  claimedKrw,
}: {
  readonly budgetKrw: number | null | undefined;
  readonly claimedKrw: number;
}): JSX.Element {
  const say = useSay();
  if (budgetKrw == null) return <Box color="text-body-secondary">{say('costs.noBudget')}</Box>;
  return (
    <SpaceBetween size="xs">
      <BudgetBar claimed={claimedKrw} budget={budgetKrw} />
      <Box>
        {say('costs.ofBudget', {
          claimed: won(claimedKrw),
          budget: won(budgetKrw),
          percent: percent(claimedKrw, budgetKrw),
        })}
      </Box>
    </SpaceBetween>
  );
}
