import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { percent, won } from '../../format/numbers.ts';
import { BudgetBar } from '../../parts/budget-bar.tsx';
import { useSay } from '../../words/say.ts';

/** What launched runs of this month may cost, against its budget, and the way to what it is made of. */
export function MonthSpend({ month }: { readonly month: Answer<'monthCosts'> }): JSX.Element {
  const say = useSay();
  const { budgetKrw, claimedKrw } = month;
  return (
    <SpaceBetween size="xs">
      {budgetKrw == null ? (
        <Box color="text-body-secondary">{say('costs.noBudget')}</Box>
      ) : (
        <>
          <BudgetBar claimed={claimedKrw} budget={budgetKrw} />
          <Box>
            {say('costs.ofBudget', {
              claimed: won(claimedKrw),
              budget: won(budgetKrw),
              percent: percent(claimedKrw, budgetKrw),
            })}
          </Box>
        </>
      )}
      <Link href={paths.costs}>{say('nav.costs')}</Link>
    </SpaceBetween>
  );
}
