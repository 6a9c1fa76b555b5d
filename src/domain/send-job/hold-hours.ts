import type { Customer, Endpoint } from '../customer/customer.ts';
import { adGate } from '../law/ad-gate.ts';
import { NIGHT } from '../law/sending-rules.ts';
import { holdUntil, type ClosedHours } from '../schedule/hold-until.ts';
import { readWindow } from '../schedule/local-window.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { PlanStep, Recheck, SendPlan } from './plan.ts';
import type { ExclusionReason } from './recipient.ts';

/** Whether a reason is about the hour: it passes by itself. */
export function isAboutHours(reason: ExclusionReason): boolean {
  return reason === 'NO_NIGHT_CONSENT' || reason === 'QUIET_TIME';
}

/**
 * What becomes of a message that must not go at this hour (`reason`) of a campaign that holds: it waits until the night, the
 * campaign's quiet time and the hours of its destination are all over, or is dropped when it expires before that. Hours
 * that nobody can read never end.
 */
export function holdOrDrop(
  reason: ExclusionReason,
  customer: Customer,
  endpoint: Endpoint,
  { channel, goods, window }: PlanStep,
  { messageClass, quietTime, expiresAt }: SendPlan,
  now: number,
): Extract<Recheck, { outcome: 'HELD' | 'SKIPPED' }> {
  const timezone = endpoint.demographic.timezone;
  const zone = zoneOf(timezone);
  const closed: ClosedHours<ExclusionReason>[] = [];
  if (messageClass === 'AD') {
    const gate = adGate({ consent: customer.consent, channel, now, timezone, goods });
    if (!gate.ok && gate.effect === 'HELD') closed.push({ owner: 'NO_NIGHT_CONSENT', window: NIGHT, zone });
  }
  if (quietTime !== undefined) {
    const quiet = readWindow(quietTime);
    if (quiet === null) return { outcome: 'SKIPPED', reason };
    closed.push({ owner: 'QUIET_TIME', window: quiet, zone });
  }
  if (window !== undefined) {
    // It is closed from when it closes until it opens.
    const shut = readWindow({ start: window.closes, end: window.opens });
    const place = zoneOf(window.zone);
    if (shut === null || !place.isKnown) return { outcome: 'SKIPPED', reason };
    closed.push({ owner: 'QUIET_TIME', window: shut, zone: place });
  }
  const hold = holdUntil(closed, { now, expiresAt });
  switch (hold.outcome) {
    case 'HOLD':
      return { outcome: 'HELD', until: hold.until };
    case 'DROP':
      return { outcome: 'SKIPPED', reason: hold.reason === 'NEVER_OPEN' ? reason : 'MESSAGE_EXPIRED' };
    case 'SEND_NOW':
      return { outcome: 'SKIPPED', reason };
  }
}
