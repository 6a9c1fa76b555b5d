import type { GoesOn } from '../campaign/goes-on.ts';
import type { Activity } from '../customer/activity.ts';
import type { ExclusionReason } from '../send-job/recipient.ts';

/**
 * Why somebody has left a run by what they did since it began (`since`, in milliseconds since the epoch), or null: asked
 * when a wave after the first is planned, and again before each of its messages.
 */
export function whyLeft(
  { lastActiveAt }: Activity,
  { since, goesOn }: { readonly since: number; readonly goesOn: readonly GoesOn[] },
): Extract<ExclusionReason, 'CAME_BACK'> | null {
  return goesOn.includes('NOT_ACTIVE') && lastActiveAt !== undefined && lastActiveAt >= since ? 'CAME_BACK' : null;
}
