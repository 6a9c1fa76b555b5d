import { costOf, type CostAnswer, type Money } from './cost-of.ts';
import rows from './pinpoint-prices.json' with { type: 'json' };

/** What a company did in a month, as Pinpoint counted it. */
export type PinpointMonth = {
  /** Distinct endpoints that campaigns and journeys targeted in the month ("monthly targeted audience"). */
  readonly targetedEndpoints: number;
  /** Events recorded. */
  readonly events: number;
  readonly push: number;
  readonly email: number;
};

/** What Pinpoint priced, by the item of its rows. */
const ITEM_OF: Readonly<Record<keyof PinpointMonth, string>> = {
  targetedEndpoints: 'pinpoint-mta',
  events: 'pinpoint-event',
  push: 'pinpoint-push',
  email: 'pinpoint-email',
};

/**
 * What Amazon Pinpoint would have charged for a month, by its last published prices (it ended on 2026-10-30): the
 * monthly targeted audience and events beside what sending costs. SMS cost the same there as now and is left out.
 */
export function pinpointWouldHaveCharged(month: Partial<PinpointMonth>, at: number, money: Money): CostAnswer {
  const counts = (['targetedEndpoints', 'events', 'push', 'email'] as const)
    .map((kind) => ({ item: ITEM_OF[kind], units: month[kind] ?? 0 }))
    .filter(({ units }) => units > 0);
  return costOf(counts, rows.prices, at, money);
}
