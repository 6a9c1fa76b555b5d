import type { Occurrence } from './occurrences.ts';
import type { Schedule } from './schedule.ts';

/** The bell rings every minute: what nobody took up in a quarter of an hour was missed. */
export const ON_TIME_MS = 15 * 60_000;

/** What is to be done about occurrences that have begun and that nobody has dealt with. */
export type Settled = {
  /** To be run; in one zone at most one, however many have been waiting. */
  readonly run: readonly Occurrence[];
  /** To be put on record as MISSED. */
  readonly missed: readonly Occurrence[];
};

/** How late an occurrence may begin, in milliseconds. */
export function latenessAllowed({ missed, makeUpWithinMs }: Pick<Schedule, 'missed' | 'makeUpWithinMs'>): number {
  return missed === 'MAKE_UP' ? Math.max(makeUpWithinMs, ON_TIME_MS) : ON_TIME_MS;
}

/**
 * Decides about the occurrences between the last look and now, in order. The last one runs when it is on time, or when
 * the schedule makes up what was missed and it is not too late; all before it were missed: nobody gets the same message
 * twice in a row because the system was down. In LOCAL time each runs whose time is still to come somewhere.
 */
export function settleDue(
  due: readonly Occurrence[],
  schedule: Pick<Schedule, 'place' | 'missed' | 'makeUpWithinMs'>,
  now: number,
): Settled {
  const allowed = latenessAllowed(schedule);
  const runs = ({ at, lastAt }: Occurrence, index: number): boolean =>
    schedule.place.kind === 'LOCAL' ? now <= lastAt : index === due.length - 1 && now - at <= allowed;
  return { run: due.filter(runs), missed: due.filter((one, index) => !runs(one, index)) };
}
