import type { GoalEvent, RunMember, RunMessage } from '../../../../src/domain/report/index.ts';

export const DAY = 86_400_000;

/** Monday, 10:00 in Seoul. */
export const MONDAY = Date.UTC(2026, 10, 30, 1);
export const WEEK = { windowMs: 7 * DAY, asOf: MONDAY + 30 * DAY };

export const push = (change: Partial<RunMessage> = {}): RunMessage => ({
  wave: 0,
  channel: 'PUSH',
  treatment: 0,
  at: MONDAY,
  endpointId: 'phone',
  isAccepted: true,
  status: 'ACCEPTED',
  ...change,
});

/** Of wave 2, on Wednesday. */
export const mail = (change: Partial<RunMessage> = {}): RunMessage =>
  push({ wave: 1, channel: 'EMAIL', at: MONDAY + 2 * DAY, endpointId: 'mail', status: 'DELIVERED', ...change });

export const treated = (...messages: readonly RunMessage[]): RunMember => ({ group: 'TREATED', messages });

export const heldOut = (isReached = false, ...moments: readonly number[]): RunMember => ({
  group: 'HELD_OUT',
  moments: moments.length === 0 ? [MONDAY, MONDAY + 2 * DAY] : moments,
  isReached,
});

let lastEvent = 0;

/** A purchase, recorded at once unless said otherwise. */
export const purchase = (at: number, recordedAt = at, eventId = `e-${(lastEvent += 1)}`): GoalEvent => ({
  eventId,
  at,
  recordedAt,
});
