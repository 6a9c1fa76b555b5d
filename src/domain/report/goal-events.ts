import type { Activity, DayCounts } from '../customer/activity.ts';
import { seoulDay } from '../customer/event-day.ts';
import { SEOUL_OFFSET_MS } from '../schedule/korean-day.ts';
import type { GoalEvent } from './member.ts';

const DAY_MS = 86_400_000;

/** More of one name on one day are an error of whoever counted them, and would be listed one by one. */
const MAX_OF_A_DAY = 1_000;

/** The last moment at which something of a day may have happened: nothing is later than what the customer did last. */
function latestOf(day: number, { lastActiveAt }: Activity): number {
  const end = (day + 1) * DAY_MS - SEOUL_OFFSET_MS - 1;
  return lastActiveAt !== undefined && seoulDay(lastActiveAt) === day ? Math.min(end, lastActiveAt) : end;
}

function ofDays(name: string, days: DayCounts, activity: Activity): GoalEvent[] {
  return days.flatMap(([day, count]) => {
    const at = latestOf(day, activity);
    return Array.from({ length: Math.min(count, MAX_OF_A_DAY) }, (_, index) => ({
      eventId: `${name} ${day} ${index}`,
      at,
      recordedAt: at,
    }));
  });
}

/**
 * What a customer did that counts as the goal: the event of a name, or whatever they did. Of events their days in Korea are
 * kept, not their times: each is taken to have happened as late on its day as it may have, in both groups alike.
 */
export function goalEventsOf(activity: Activity, event: string | undefined): readonly GoalEvent[] {
  const { events = {}, lastActiveAt } = activity;
  if (event !== undefined) {
    return Object.hasOwn(events, event) ? ofDays(event, events[event]?.days ?? [], activity) : [];
  }
  const last: GoalEvent[] =
    lastActiveAt === undefined ? [] : [{ eventId: 'last activity', at: lastActiveAt, recordedAt: lastActiveAt }];
  return Object.entries(events).reduce((all, [name, { days }]) => [...all, ...ofDays(name, days, activity)], last);
}
