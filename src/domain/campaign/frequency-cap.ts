import type { MessageClass } from '../consent/consent.ts';
import { refuse, type Refused } from '../result.ts';
import { wallAt } from '../schedule/wall-time.ts';
import type { Zone } from '../schedule/zone.ts';
import type { SendHistory } from './caps.ts';

/** The names of `CapPeriod`: calendar days, weeks from Monday, and months, by the customer's clocks. */
export const CAP_PERIODS = ['DAY', 'WEEK', 'MONTH'] as const;

/** A stretch of the calendar. */
export type CapPeriod = (typeof CAP_PERIODS)[number];

/** The most messages of a class that one customer gets in a period, from all campaigns and calls together. */
export type FrequencyCap = { readonly messageClass: MessageClass; readonly period: CapPeriod; readonly most: number };

const DAY = 86_400_000;
const MAX_MESSAGES = 100;

/** A day more than a period can last, by whichever clocks. In milliseconds. */
const KEPT_MS: Readonly<Record<CapPeriod, number>> = { DAY: 2 * DAY, WEEK: 9 * DAY, MONTH: 33 * DAY };

/** What is wrong with caps, or null. */
export function checkFrequencyCaps(caps: readonly FrequencyCap[]): Refused<'INVALID_SETTINGS'> | null {
  const seen = new Set<string>();
  for (const [index, { messageClass, period, most }] of caps.entries()) {
    if (!(Number.isInteger(most) && most >= 1 && most <= MAX_MESSAGES)) {
      return refuse(
        'INVALID_SETTINGS',
        `frequencyCaps[${index}].most: must be a whole number from 1 to ${MAX_MESSAGES}.`,
      );
    }
    const name = `${messageClass} a ${period}`;
    if (seen.has(name)) {
      return refuse('INVALID_SETTINGS', `frequencyCaps[${index}]: ${name} has a cap already; give one.`);
    }
    seen.add(name);
  }
  return null;
}

/** The caps of a class. */
export function capsOfClass(caps: readonly FrequencyCap[], messageClass: MessageClass): readonly FrequencyCap[] {
  return caps.length === 0 ? caps : caps.filter((cap) => cap.messageClass === messageClass);
}

/** From when on sends count for any of some caps, in milliseconds since the epoch. */
export function countsSince(caps: readonly FrequencyCap[], now: number): number {
  return now - Math.max(0, ...caps.map(({ period }) => KEPT_MS[period]));
}

/** A number for each period by the clocks of a zone. */
function periodAt(period: CapPeriod, zone: Zone, at: number): number {
  const wall = wallAt(zone, at);
  const day = Math.floor(wall / DAY);
  switch (period) {
    case 'DAY':
      return day;
    case 'WEEK':
      // The first day of the epoch was a Thursday.
      return Math.floor((day + 3) / 7);
    case 'MONTH': {
      const date = new Date(wall);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
  }
}

/** A cap that leaves no room, and the last message that counts for it. `at` in milliseconds since the epoch. */
export type CapReached = {
  readonly cap: FrequencyCap;
  readonly usedUpBy: { readonly jobId: string; readonly at: number };
};

/**
 * The first of some caps that leaves no room for one more message of a job to a customer with this history of the class,
 * or null. A job that is in the history has had its message counted.
 */
export function capReached(
  caps: readonly FrequencyCap[],
  history: SendHistory,
  { jobId, now, zone }: { readonly jobId: string; readonly now: number; readonly zone: Zone },
): CapReached | null {
  if (Object.hasOwn(history, jobId)) return null;
  const sends = Object.entries(history).sort(([, a], [, b]) => a - b);
  for (const cap of caps) {
    const present = periodAt(cap.period, zone, now);
    const counted = sends.filter(([, at]) => periodAt(cap.period, zone, at) === present);
    const last = counted.at(-1);
    if (counted.length >= cap.most && last !== undefined) return { cap, usedUpBy: { jobId: last[0], at: last[1] } };
  }
  return null;
}
