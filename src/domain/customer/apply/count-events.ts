import type { Activity, DayCounts } from '../activity.ts';
import { seoulDay } from '../event-day.ts';

/** How often in the last so many days. */
export type EventCounts = { readonly [window in 30 | 60 | 90]: number };

function countSince(days: DayCounts, after: number, today: number): number {
  return days.reduce((sum, [day, count]) => (day > after && day <= today ? sum + count : sum), 0);
}

/** How often each kind of event happened over the last 30, 60 and 90 days in Korea, today included. */
export function countEvents(activity: Activity, now: number): ReadonlyMap<string, EventCounts> {
  const today = seoulDay(now);
  return new Map(
    Object.entries(activity.events ?? {}).map(([name, { days }]) => [
      name,
      {
        30: countSince(days, today - 30, today),
        60: countSince(days, today - 60, today),
        90: countSince(days, today - 90, today),
      },
    ]),
  );
}
