import { mergeActivity, recordEvent, type Activity } from '../customer/index.ts';
import { readNameText } from '../name.ts';
import type { AcceptedEvent } from './event.ts';

/**
 * What an event changes about its customer's activity; late ones change nothing. Values that segments could not name
 * (longer than a name) are not counted one by one, nor is an event whose name is none in segments (`__proto__`). With
 * `isAnswer` it shows that a message was opened.
 */
export function countEvent(
  activity: Activity,
  { name, at, attributes, isLate }: AcceptedEvent,
  { now, isAnswer = false }: { readonly now: number; readonly isAnswer?: boolean },
): Activity {
  if (isLate) return activity;
  const counted = Object.entries(attributes).flatMap(([attribute, value]) => {
    const read = readNameText(value);
    return read.ok ? [[attribute, read.name] as const] : [];
  });
  if (!readNameText(name).ok) return mergeActivity(activity, { firstSeenAt: at, lastActiveAt: at }, now);
  return recordEvent(activity, { name, at, attributes: Object.fromEntries(counted), isOpen: isAnswer }, now);
}
