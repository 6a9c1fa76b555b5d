import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { MonthBudget } from '../../parts/month-budget.tsx';
import { useSay } from '../../words/say.ts';

/** What launched runs of this month may cost, against its budget, and the way to what it is made of. */
export function MonthSpend({ month }: { readonly month: Answer<'monthCosts'> }): JSX.Element {
  const say = useSay();
  const { budgetKrw, claimedKrw } = month;
  return (
    <SpaceBetween size="xs">
      <MonthBudget budgetKrw={budgetKrw} claimedKrw={claimedKrw} />
      <Link href={paths.costs}>{say('nav.costs')}</Link>
    </SpaceBetween>
  );
}
