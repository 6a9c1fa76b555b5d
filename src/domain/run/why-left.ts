import type { GoesOn } from '../campaign/goes-on.ts';
import type { Activity } from '../customer/activity.ts';
import { goalEventsOf } from '../report/goal-events.ts';
import type { ExclusionReason } from '../send-job/recipient.ts';

/** What of a run decides about whoever it has sent to already. */
export type LeavingTerms = {
  /** When the run began, in milliseconds since the epoch. */
  readonly since: number;
  readonly goesOn: readonly GoesOn[];
  /** The event that the campaign is for; absent: it names none, and nobody leaves for it. */
  readonly goalEvent?: string;
};

/**
 * Why somebody has left a run by what they did since it began, or null: asked when a wave after the first is planned, and
 * again before each of its messages. Of events their days are kept: one of the day on which the run began counts, as long
 * as the customer was active after the beginning; rather is nobody asked again to buy what they have bought.
 */
export function whyLeft(
  activity: Activity,
  { since, goesOn, goalEvent }: LeavingTerms,
): Extract<ExclusionReason, 'CONVERTED' | 'CAME_BACK'> | null {
  const { lastActiveAt } = activity;
  if (goalEvent !== undefined && goalEventsOf(activity, goalEvent).some(({ at }) => at >= since)) return 'CONVERTED';
  return goesOn.includes('NOT_ACTIVE') && lastActiveAt !== undefined && lastActiveAt >= since ? 'CAME_BACK' : null;
}
