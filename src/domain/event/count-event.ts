import { recordEvent, type Activity } from '../customer/index.ts';
import { readNameText } from '../name.ts';
import type { AcceptedEvent } from './event.ts';

/**
 * What an event changes about its customer's activity; late ones change nothing. Values that segments could not name
 * (longer than a name) are not counted one by one.
 */
export function countEvent(activity: Activity, { name, at, attributes, isLate }: AcceptedEvent, now: number): Activity {
  if (isLate) return activity;
  const counted = Object.entries(attributes).flatMap(([attribute, value]) => {
    const read = readNameText(value);
    return read.ok ? [[attribute, read.name] as const] : [];
  });
  return recordEvent(activity, { name, at, attributes: Object.fromEntries(counted) }, now);
}
