import { readDate } from '../consent/read-date.ts';
import { refuse, type Refused } from '../result.ts';
import type { AttributeDimension, SegmentDefinition } from './definition.ts';
import { allGroups } from './parse-definition.ts';

const TIME_COMPARISONS: ReadonlySet<string> = new Set(['BEFORE', 'AFTER', 'ON', 'BETWEEN']);

/** Today is over everywhere on earth within a day: a date of today is not in the future. */
const TOLERANCE = 86_400_000;

function laterThan(now: number, attributes: Readonly<Record<string, AttributeDimension>>): string | null {
  for (const [name, { type, values, allowFuture }] of Object.entries(attributes)) {
    if (allowFuture === true || !TIME_COMPARISONS.has(type)) continue;
    const date = values.find((value) => (readDate(value) ?? 0) > now + TOLERANCE);
    if (date !== undefined) return `attribute "${name}" is compared (${type}) with ${date}`;
  }
  return null;
}

/**
 * Refuses dates that have not come yet, most of which are slips of the pen; only when a definition is saved or tried,
 * for a stored one needs no judging again. An attribute of planned dates says `allowFuture`.
 */
export function refuseFutureDates(definition: SegmentDefinition, now: number): Refused<'SEGMENT_FUTURE_DATE'> | null {
  for (const { dimensions } of allGroups(definition)) {
    for (const { attributes = {}, userAttributes = {} } of dimensions) {
      const found = laterThan(now, attributes) ?? laterThan(now, userAttributes);
      if (found === null) continue;
      const advice = 'If the attribute holds planned dates, such as an expiry, add "allowFuture": true.';
      return refuse('SEGMENT_FUTURE_DATE', `In this definition ${found}, a date in the future. ${advice}`);
    }
  }
  return null;
}
