import type { CampaignGoal } from '../../domain/campaign/index.ts';
import { nearest } from '../../domain/nearest-name.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { collectNames } from '../../domain/segment/index.ts';
import type { CustomerSource } from '../ports.ts';

/** A page has up to a megabyte of customers: what is done by one in a thousand is found. */
const MAX_PAGES = 8;

/**
 * Refuses a goal that nobody reaches: an event that none of the customers looked at has done, while they have done others.
 * Where no events are known at all the first is still to come, and nothing can be said. Some pages of customers are looked
 * at; pages come by the hash of the id, which makes any of them a fair sample.
 */
export async function checkGoalEvent(
  { customers }: { readonly customers: Pick<CustomerSource, 'scan'> },
  goal: CampaignGoal | undefined,
): Promise<Refused<'UNKNOWN_EVENT'> | null> {
  if (goal?.event === undefined) return null;
  const collected = collectNames();
  let cursor: string | null = null;
  for (let pages = 0; pages === 0 || (cursor !== null && pages < MAX_PAGES); pages += 1) {
    const page: Awaited<ReturnType<CustomerSource['scan']>> = await customers.scan(0, 1, cursor);
    for (const customer of page.customers) collected.add(customer);
    if (collected.names().events.has(goal.event)) return null;
    ({ cursor } = page);
  }
  const { events, customers: count } = collected.names();
  if (events.size === 0) return null;
  return refuse(
    'UNKNOWN_EVENT',
    `goal.event: none of the ${count} customers looked at has done ${JSON.stringify(goal.event)}. The ` +
      `nearest event that they have done is ${JSON.stringify(nearest(goal.event, [...events]))}. Choose a known one, or ` +
      'leave the event out to count whoever comes back.',
  );
}
