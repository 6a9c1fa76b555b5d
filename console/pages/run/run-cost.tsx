import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useQueries } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { won } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { useSay } from '../../words/say.ts';
import type { WaveState } from './run-state.ts';

/** What the waves cost by their plans, and what they have cost, in won; both as of when the wave last changed its phase. */
export function RunCost({ waves }: { readonly waves: readonly WaveState[] }): JSX.Element {
  const say = useSay();
  const planned = waves.filter(({ phase }) => phase !== 'PLANNING' && phase !== 'SCHEDULED');
  const reviews = useQueries({
    queries: planned.map(({ jobId, phase }) => ({
      queryKey: ['review', jobId, phase],
      queryFn: () => askFor('reviewPlan', { jobId, withActualCost: phase !== 'PLANNED' }),
    })),
  });
  const known = reviews.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const sum = (of: (review: (typeof known)[number]) => number | null | undefined): string => {
    if (known.length === 0) return '–';
    const costs = known.map(of);
    return costs.some((cost) => cost == null)
      ? say('cost.unknown')
      : won(costs.reduce<number>((total, cost) => total + (cost ?? 0), 0));
  };
  const budget = known[0]?.budgetKrw;
  const askedAt = Math.max(0, ...reviews.map(({ dataUpdatedAt }) => dataUpdatedAt));
  return (
    <Container header={<Header variant="h2">{say('cost.title')}</Header>}>
      <dl className="outcome-counts">
        <div>
          <dt>{say('cost.forecast')}</dt>
          <dd>{sum(({ costKrw }) => costKrw)}</dd>
        </div>
        <div>
          <dt>{say('cost.actual')}</dt>
          <dd>{sum(({ actualCostKrw, costKrw }) => actualCostKrw ?? (costKrw == null ? null : 0))}</dd>
        </div>
        {budget != null && (
          <div>
            <dt>{say('cost.budget')}</dt>
            <dd>{won(budget)}</dd>
          </div>
        )}
      </dl>
      {askedAt > 0 && <AsOf at={askedAt} />}
    </Container>
  );
}
