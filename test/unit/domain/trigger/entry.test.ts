import { describe, expect, it } from 'vitest';
import {
  decideEntries,
  decideEntry,
  decideRunEntry,
  NO_ENTRIES,
  type EntryHistory,
  type EntryRule,
  type EventTrigger,
  type TriggeringEvent,
} from '../../../../src/domain/trigger/index.ts';

const NOW = Date.UTC(2026, 11, 1, 3);
const DAY = 86_400_000;
const NOBODY = new Set<string>();

const trigger = (rule: EntryRule, expiresAfterMinutes = 60): EventTrigger => ({
  event: 'cart.abandoned',
  rule,
  expiresAfterMinutes,
});
const ONCE = trigger({ kind: 'ONCE' });
const WEEKLY = trigger({ kind: 'ONCE_IN_DAYS', days: 7 });
const ALWAYS = trigger({ kind: 'EVERY_TIME' });

/** `e1` three times, `e2` and `e3` half a second apart, then 1,000 ids in one second. */
const STORM: readonly TriggeringEvent[] = [
  ...[0, 1, 2].map((second) => ({ eventId: 'e1', at: NOW + second })),
  { eventId: 'e2', at: NOW + 10_000 },
  { eventId: 'e3', at: NOW + 10_500 },
  ...Array.from({ length: 1_000 }, (_, n) => ({ eventId: `storm-${n}`, at: NOW + 20_000 + n })),
];
const during = { known: NOBODY, now: NOW + 30_000 };

describe('an event that opens a campaign', () => {
  it('C21 counts once for each id, and opens once, or once in 7 days, whatever the timing', () => {
    for (const rule of [ONCE, WEEKLY]) {
      const { entered, counts, history } = decideEntries(rule, NO_ENTRIES, STORM, during);
      expect(entered.map(({ eventId }) => eventId)).toEqual(['e1']);
      expect(counts).toEqual({ ENTERED: 1, DUPLICATE: 2, EXPIRED: 0, REENTRY_REFUSED: 1_001 + 1 });
      expect(history).toEqual({ entries: 1, lastAt: NOW, decidedAt: during.now });
    }
  });

  it('C21 opens 1,003 times when every time counts: none is lost because it came close to another', () => {
    const { entered, counts } = decideEntries(ALWAYS, NO_ENTRIES, STORM, during);
    expect(counts).toEqual({ ENTERED: 1_003, DUPLICATE: 2, EXPIRED: 0, REENTRY_REFUSED: 0 });
    expect(new Set(entered.map(({ eventId }) => eventId)).size).toBe(1_003);
  });

  it('C21 that comes again in a later batch is known by its id', () => {
    const first = decideEntries(ALWAYS, NO_ENTRIES, STORM, during);
    const known = new Set(STORM.map(({ eventId }) => eventId));
    const again = decideEntries(ALWAYS, first.history, STORM, { known, now: during.now });
    expect(again.entered).toEqual([]);
    expect(again.counts.DUPLICATE).toBe(STORM.length);
    expect(again.history).toEqual(first.history);
  });

  const enters = (rule: EventTrigger, lastAt: number, at: number, now = at): string =>
    decideEntry(rule, { entries: 1, lastAt, decidedAt: lastAt }, { eventId: 'x', at, isKnown: false }, now).outcome;

  it('opens again after exactly so many days, not a millisecond sooner, and never when it may only once', () => {
    expect(enters(WEEKLY, NOW, NOW + 7 * DAY - 1)).toBe('REENTRY_REFUSED');
    expect(enters(WEEKLY, NOW, NOW + 7 * DAY)).toBe('ENTERED');
    expect(enters(ONCE, NOW, NOW + 365 * DAY)).toBe('REENTRY_REFUSED');
    expect(enters(ALWAYS, NOW, NOW)).toBe('ENTERED');
  });

  it('of before the last entry that arrives late opens nothing again', () => {
    expect(enters(trigger({ kind: 'ONCE_IN_DAYS', days: 7 }, 30 * 1_440), NOW, NOW - 8 * DAY, NOW)).toBe(
      'REENTRY_REFUSED',
    );
  });

  it('is remembered while it is of use, when the campaign is opened again after days that are fewer than those of the wait', () => {
    const daily = trigger({ kind: 'ONCE_IN_DAYS', days: 1 }, 3 * 1_440);
    const on = (history: EntryHistory, day: number): EntryHistory =>
      decideEntry(daily, history, { eventId: `d${day}`, at: NOW + day * DAY, isKnown: false }, NOW + day * DAY + 5)
        .history;
    const known = (day: number) => ({ at: NOW + day * DAY, decidedAt: NOW + day * DAY + 5 });
    const first = on(NO_ENTRIES, 0);
    expect(first).not.toHaveProperty('earlier');
    const third = on(on(first, 1), 2);
    expect(third).toEqual({
      entries: 3,
      lastAt: NOW + 2 * DAY,
      decidedAt: NOW + 2 * DAY + 5,
      earlier: [known(0), known(1)],
    });
    expect(on(third, 4).earlier).toEqual([known(2)]);
    expect(on(third, 30)).not.toHaveProperty('earlier');
    // Of one call: the first was decided now, whatever the history said before.
    const events = [0, 1].map((day) => ({ eventId: `e${day}`, at: NOW + day * DAY }));
    const now = NOW + DAY + 7;
    const together = decideEntries(daily, NO_ENTRIES, events, { known: NOBODY, now });
    expect(together.history.earlier).toEqual([{ at: NOW, decidedAt: now }]);
  });

  it('expires after its minutes, and a phone whose clock runs ahead gains nothing', () => {
    const decide = (at: number, now: number) =>
      decideEntry(ONCE, NO_ENTRIES, { eventId: 'x', at, isKnown: false }, now);
    expect(decide(NOW, NOW + 3_600_000)).toMatchObject({ outcome: 'ENTERED', expiresAt: NOW + 3_600_000 });
    expect(decide(NOW, NOW + 3_600_001)).toEqual({ outcome: 'EXPIRED', history: NO_ENTRIES });
    expect(decide(NOW + DAY, NOW)).toMatchObject({
      outcome: 'ENTERED',
      expiresAt: NOW + 3_600_000,
      history: { entries: 1, lastAt: NOW },
    });
  });
});

describe('a recurring campaign', () => {
  it('C20 that reaches a customer once leaves them out of every later run, with the run that had them', () => {
    expect(decideRunEntry('ONCE_PER_CUSTOMER', 'run-1', null)).toEqual({ ok: true });
    // Planned again, and its next wave.
    expect(decideRunEntry('ONCE_PER_CUSTOMER', 'run-1', 'run-1')).toEqual({ ok: true });
    for (const run of ['run-2', 'run-9']) {
      expect(decideRunEntry('ONCE_PER_CUSTOMER', run, 'run-1')).toEqual({
        ok: false,
        reason: 'ENTERED_BEFORE',
        runId: 'run-1',
      });
    }
    expect(decideRunEntry('EVERY_RUN', 'run-2', 'run-1')).toEqual({ ok: true });
  });
});
