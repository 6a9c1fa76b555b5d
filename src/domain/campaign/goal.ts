import { readNameText } from '../name.ts';
import { refuse, type Refused } from '../result.ts';

/** What a campaign is for: that a customer does something, within so many days of a message. */
export type CampaignGoal = {
  /** The name of the event; absent: whatever they do, they have come back. */
  readonly event?: string;
  readonly withinDays: number;
};

/** What a report measures of a campaign that names no goal. */
export const DEFAULT_GOAL: CampaignGoal = { withinDays: 7 };

/** Of a customer's events the days of the last 90 are known: a longer window could never be seen whole. */
const MAX_WITHIN_DAYS = 60;

/** Whether a window can be measured: whole days. */
export function isGoalWindow(withinDays: number): boolean {
  return Number.isInteger(withinDays) && withinDays >= 1 && withinDays <= MAX_WITHIN_DAYS;
}

/** How a window that cannot be measured is refused. */
export const GOAL_WINDOW = `must be a whole number from 1 to ${MAX_WITHIN_DAYS}.`;

/**
 * Reads a goal as a person writes it, the name of its event as names are kept. Whether anybody ever does such a thing is the
 * caller's to know.
 */
export function readGoal({
  event,
  withinDays,
}: CampaignGoal): { readonly ok: true; readonly goal: CampaignGoal } | Refused<'INVALID_CAMPAIGN'> {
  if (!isGoalWindow(withinDays)) return refuse('INVALID_CAMPAIGN', `goal.withinDays: ${GOAL_WINDOW}`);
  if (event === undefined) return { ok: true, goal: { withinDays } };
  const read = readNameText(event);
  if (!read.ok) return refuse('INVALID_CAMPAIGN', `goal.event: the name ${read.error.message}`);
  return { ok: true, goal: { event: read.name, withinDays } };
}
