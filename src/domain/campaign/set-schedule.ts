import type { Refused } from '../result.ts';
import { checkSchedule } from '../schedule/check-schedule.ts';
import type { ScheduleInForce } from '../schedule/occurrences.ts';
import { parseSchedule } from '../schedule/parse-schedule.ts';
import type { ScheduleSpec } from '../schedule/schedule.ts';
import type { Campaign } from './campaign.ts';

type Timed = Pick<Campaign, 'schedule' | 'scheduleSince'>;

function isSame(a: ScheduleSpec, b: ScheduleSpec | undefined): boolean {
  const text = (spec: ScheduleSpec): string => JSON.stringify(Object.entries(spec).sort());
  return b !== undefined && text(a) === text(b);
}

/**
 * A campaign with its schedule as somebody saves it now; the refusal of a schedule that cannot be. One that is changed is
 * in force from now on, and has missed nothing; one that stays keeps its time, and may be over: its campaign can still be
 * renamed.
 */
export function setSchedule(
  campaign: Campaign,
  schedule: ScheduleSpec | undefined,
  { known, now }: { readonly known: Timed | undefined; readonly now: number },
): { readonly ok: true; readonly campaign: Campaign } | Refused {
  const { schedule: _, scheduleSince: __, ...plain } = campaign;
  if (schedule === undefined) return { ok: true, campaign: plain };
  const since = known?.scheduleSince;
  if (since !== undefined && isSame(schedule, known?.schedule)) {
    return { ok: true, campaign: { ...plain, schedule, scheduleSince: since } };
  }
  const checked = checkSchedule(schedule, now);
  return checked.ok ? { ok: true, campaign: { ...plain, schedule, scheduleSince: now } } : checked;
}

/** The schedule of a campaign, to compute its occurrences with; null when it runs only when somebody launches it. */
export function scheduleOf({ schedule, scheduleSince }: Timed): ScheduleInForce | null {
  if (schedule === undefined || scheduleSince === undefined || schedule.type === 'NOW') return null;
  const parsed = parseSchedule(schedule);
  // It was checked when it was saved: what cannot be read now was written by a release that knew less, or by hand.
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { schedule: parsed.schedule, since: scheduleSince };
}
