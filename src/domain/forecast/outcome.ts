import { activeWithin, type Chances, type MessageRate } from './response.ts';
import { ACTIVITIES, SENT_STATUSES } from './standing.ts';

/** How many of some people each activity is of, in the order of `ACTIVITIES`. */
export type ByActivity = readonly number[];

/** Splits a number of people in two: how many of them each has, by a chance. Exact shares or drawn ones. */
export type Split = (count: number, chance: number) => number;

/** Exact shares, for what is to be expected. */
export const EXPECTED: Split = (count, chance) => count * chance;

/** What became of messages: how many the provider took, and how many of each of `SENT_STATUSES`. */
export type Outcome = {
  readonly accepted: number;
  /** Of the accepted, those that were reported as failed. */
  readonly failedLater: number;
  readonly byStatus: readonly number[];
};

/** What became of so many messages after so many minutes. */
export function splitOutcome(
  count: number,
  chances: Readonly<Record<MessageRate, number>>,
  done: number,
  split: Split,
): Outcome {
  const accepted = split(count, chances.accepted);
  const failedLater = split(accepted, chances.failed);
  const through = accepted - failedLater;
  const opened = split(through, chances.opened * done);
  const clicked = split(opened, chances.clicked);
  const reported = split(through - opened, chances.reported);
  const byStatus = [count - through, through - opened - reported, reported, opened - clicked, clicked];
  return { accepted, failedLater, byStatus };
}

/** How many of some people have been active by the next wave, and how many of them have reached the goal. */
export function splitActivity(count: number, active: number, goalOfActive: number, split: Split): ByActivity {
  const moved = split(count, active);
  const atGoal = split(moved, goalOfActive);
  return [count - moved, moved - atGoal, atGoal];
}

/** How likely somebody is active until the next wave, by what became of their message; by themselves without one. */
export function activeChances(chances: Chances, minutes: number, activeAfter: number): readonly number[] {
  const alone = activeWithin(chances, minutes);
  const moved = activeWithin(chances, minutes, activeAfter);
  return SENT_STATUSES.map((status) => (status === 'FAILED' ? alone : moved));
}

/** Where the people of a status and an activity go on, among all of a message. */
export function placeOf(status: number, activity: number): number {
  return status * ACTIVITIES.length + activity;
}
