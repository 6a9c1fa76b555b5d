import { SEOUL_OFFSET_MS } from '../../domain/schedule/index.ts';
import { seoulDay, type Activity } from '../../domain/customer/index.ts';
import type { HeardEvent } from './open-by-event.ts';

const DAY = 86_400_000;

/** Of one event and day: whoever counts more has something else in mind. */
const MAX_OF_DAY = 1_000;

/**
 * What a customer did of which was not known before, as their activity counts it: by day, each day's events at the last
 * moment at which the customer is known to have been active on it, or at its beginning.
 */
export function eventsOfActivity(before: Activity, after: Activity): readonly HeardEvent[] {
  const events: HeardEvent[] = [];
  const { lastActiveAt } = after;
  for (const [name, { days }] of Object.entries(after.events ?? {})) {
    const known = new Map(Object.hasOwn(before.events ?? {}, name) ? before.events?.[name]?.days : []);
    for (const [day, count] of days) {
      const from = known.get(day) ?? 0;
      const isLast = lastActiveAt !== undefined && seoulDay(lastActiveAt) === day;
      const at = isLast ? lastActiveAt : day * DAY - SEOUL_OFFSET_MS;
      for (let number = from; number < Math.min(count, from + MAX_OF_DAY); number += 1) {
        events.push({ name, eventId: `${day}.${number + 1}`, at });
      }
    }
  }
  return events;
}
