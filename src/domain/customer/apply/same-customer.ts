import type { Consent, ConsentDecision } from '../../consent/consent.ts';
import type { Activity, DayCounts, EventActivity } from '../activity.ts';
import { CHANNELS } from '../channel.ts';

function sameDecision(a: ConsentDecision | undefined, b: ConsentDecision | undefined): boolean {
  return (
    a?.at === b?.at &&
    a?.state === b?.state &&
    a?.source === b?.source &&
    a?.wording === b?.wording &&
    a?.noticedAt === b?.noticedAt &&
    a?.confirmedAt === b?.confirmedAt
  );
}

/** Whether two consents say the same. */
export function sameConsent(a: Consent, b: Consent): boolean {
  return CHANNELS.every(
    (channel) =>
      (['ad', 'night'] as const).every((kind) => sameDecision(a[channel]?.[kind], b[channel]?.[kind])) &&
      a[channel]?.deal?.at === b[channel]?.deal?.at &&
      a[channel]?.deal?.goods === b[channel]?.deal?.goods,
  );
}

function sameRecords<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  isSame: (left: T, right: T) => boolean,
): boolean {
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(([name, left]) => {
      const right = Object.hasOwn(b, name) ? b[name] : undefined;
      return right !== undefined && isSame(left, right);
    })
  );
}

function sameDays(a: DayCounts, b: DayCounts): boolean {
  return a.length === b.length && a.every(([day, count], index) => b[index]?.[0] === day && b[index][1] === count);
}

function sameEvent(a: EventActivity, b: EventActivity): boolean {
  return (
    sameDays(a.days, b.days) &&
    sameRecords(a.attributes ?? {}, b.attributes ?? {}, (left, right) => sameRecords(left, right, sameDays))
  );
}

/** Whether two activities say the same. */
export function sameActivity(a: Activity, b: Activity): boolean {
  return (
    a.firstSeenAt === b.firstSeenAt &&
    a.lastActiveAt === b.lastActiveAt &&
    a.lastOpenedAt === b.lastOpenedAt &&
    sameRecords(a.events ?? {}, b.events ?? {}, sameEvent)
  );
}
