import type { Activity, DayCounts, EventActivity } from '../activity.ts';
import { FieldRefusal, readNames, readObject, refuseUnknownFields, type Fields } from './read-fields.ts';
import { readTime } from './read-time.ts';

/** Far more than 90 days: what is too old is dropped when it is merged, not refused. */
const MAX_DAYS = 400;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && typeof value === 'number' && value >= 0;
}

function readDays(value: unknown, path: string): DayCounts {
  if (!Array.isArray(value) || value.length > MAX_DAYS) {
    throw new FieldRefusal('INVALID_FIELD', `${path} must be a list of at most ${MAX_DAYS} pairs [day, count].`);
  }
  const counts = new Map<number, number>();
  const pairs: readonly unknown[] = value;
  for (const pair of pairs) {
    const parts: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const [day, count, ...more] = parts;
    if (!isCount(day) || !isCount(count) || count === 0 || more.length > 0) {
      throw new FieldRefusal('INVALID_FIELD', `${path} must hold pairs [days since 1970, count] of whole numbers.`);
    }
    counts.set(day, Math.max(count, counts.get(day) ?? 0));
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function readEvent(fields: Fields, path: string): EventActivity {
  refuseUnknownFields(fields, ['days', 'attributes'], path);
  const days = readDays(fields['days'], `${path}.days`);
  const attributes = readObject(fields, 'attributes', `${path}.attributes`);
  const read = readNames(attributes, `${path}.attributes`).map(([name, key]) => {
    const at = `${path}.attributes.${name}`;
    const values = readObject(attributes, key, at);
    return [
      name,
      Object.fromEntries(
        readNames(values, at).map(([value, each]) => [value, readDays(values[each], `${at}.${value}`)]),
      ),
    ] as const;
  });
  return read.length === 0 ? { days } : { days, attributes: Object.fromEntries(read) };
}

/** Activity as customers show it; counts are absolute, so that hearing them twice changes nothing. */
export function readActivity(fields: Fields, path: string): Activity {
  refuseUnknownFields(fields, ['firstSeenAt', 'lastActiveAt', 'lastOpenedAt', 'events'], path);
  const firstSeenAt = readTime(fields, 'firstSeenAt', `${path}.firstSeenAt`);
  const lastActiveAt = readTime(fields, 'lastActiveAt', `${path}.lastActiveAt`);
  const lastOpenedAt = readTime(fields, 'lastOpenedAt', `${path}.lastOpenedAt`);
  const events = readObject(fields, 'events', `${path}.events`);
  const names = readNames(events, `${path}.events`);
  const read = names.map(([name, key]) => {
    const at = `${path}.events.${name}`;
    return [name, readEvent(readObject(events, key, at), at)] as const;
  });
  return {
    ...(firstSeenAt === undefined ? {} : { firstSeenAt }),
    ...(lastActiveAt === undefined ? {} : { lastActiveAt }),
    ...(lastOpenedAt === undefined ? {} : { lastOpenedAt }),
    ...(read.length === 0 ? {} : { events: Object.fromEntries(read) }),
  };
}
