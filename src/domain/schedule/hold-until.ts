import { isWithin, windowEnd, type LocalWindow } from './local-window.ts';
import type { Zone } from './zone.ts';

const DAY = 86_400_000;

/** Longer than any window can be, with a change of clocks in it. */
const NEVER_AFTER = 3 * DAY;

/** Hours in which a message must not go, by the clocks of one place, and whose they are. */
export type ClosedHours<Owner extends string = string> = {
  readonly owner: Owner;
  readonly window: LocalWindow;
  readonly zone: Zone;
};

/** What becomes of a message that is due. Times in milliseconds since the epoch. */
export type Hold<Owner extends string = string> =
  | { readonly outcome: 'SEND_NOW' }
  /** It waits; `owner` of the hours that keep it now. */
  | { readonly outcome: 'HOLD'; readonly until: number; readonly owner: Owner }
  /**
   * It goes at no time. EXPIRED: it is too old already. EXPIRES_WHILE_HELD: it will be, at `at`, before the hours end
   * that keep it now. NEVER_OPEN: the hours together leave no time of the day.
   */
  | { readonly outcome: 'DROP'; readonly reason: 'EXPIRED'; readonly at: number }
  | {
      readonly outcome: 'DROP';
      readonly reason: 'EXPIRES_WHILE_HELD' | 'NEVER_OPEN';
      readonly at: number;
      readonly owner: Owner;
    };

const SEND_NOW: Hold<never> = { outcome: 'SEND_NOW' };

/**
 * Whether a message may go now, or when: held until all closed hours are over, dropped when it expires before that, and
 * never sent anyway. A message that expires in the very moment in which the hours end is dropped.
 */
export function holdUntil<Owner extends string>(
  closed: readonly ClosedHours<Owner>[],
  { now, expiresAt }: { readonly now: number; readonly expiresAt?: number | undefined },
): Hold<Owner> {
  if (expiresAt !== undefined && now >= expiresAt) return { outcome: 'DROP', reason: 'EXPIRED', at: expiresAt };
  let until = now;
  let owner: Owner | null = null;
  for (;;) {
    const moment = until;
    const closing = closed.find(({ window, zone }) => isWithin(window, zone, moment));
    if (closing === undefined) break;
    owner ??= closing.owner;
    until = windowEnd(closing.window, closing.zone, until);
    if (until - now > NEVER_AFTER) return { outcome: 'DROP', reason: 'NEVER_OPEN', at: now, owner };
  }
  if (owner === null) return SEND_NOW;
  return expiresAt !== undefined && until >= expiresAt
    ? { outcome: 'DROP', reason: 'EXPIRES_WHILE_HELD', at: expiresAt, owner }
    : { outcome: 'HOLD', until, owner };
}
