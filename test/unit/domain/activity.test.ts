import { describe, expect, it } from 'vitest';
import { countEvents, recordEvent, seoulDay, type Activity } from '../../../src/domain/customer/index.ts';
import { NOON } from './people.ts';

const DAY = 86_400_000;
const TODAY = seoulDay(NOON);

function after(events: readonly { name: string; at: number; attributes?: Record<string, string> }[]): Activity {
  return events.reduce<Activity>((activity, event) => recordEvent(activity, event, NOON), {});
}

describe('recording events', () => {
  it('counts by Korean day, whatever the order', () => {
    const midnight = Date.UTC(2026, 10, 22, 15);
    const activity = after([
      { name: 'buy', at: midnight },
      { name: 'buy', at: midnight - 1 },
      { name: 'buy', at: midnight + 1 },
    ]);
    expect(activity.events?.['buy']?.days).toEqual([
      [TODAY - 1, 1],
      [TODAY, 2],
    ]);
    expect(activity).toMatchObject({ firstSeenAt: midnight - 1, lastActiveAt: midnight + 1 });
  });

  it('counts values of attributes apart', () => {
    const activity = after([
      { name: 'buy', at: NOON, attributes: { category: 'book' } },
      { name: 'buy', at: NOON, attributes: { category: 'food' } },
      { name: 'buy', at: NOON, attributes: { category: 'book' } },
    ]);
    expect(activity.events?.['buy']?.attributes).toEqual({ category: { book: [[TODAY, 2]], food: [[TODAY, 1]] } });
  });

  it('notes when a message was last opened', () => {
    const opened = recordEvent({ lastOpenedAt: 5 }, { name: 'open', at: NOON, isOpen: true }, NOON);
    expect(opened.lastOpenedAt).toBe(NOON);
    expect(recordEvent(opened, { name: 'buy', at: NOON }, NOON).lastOpenedAt).toBe(NOON);
  });

  it('forgets days older than 90 and keeps 50 names, 10 attributes and 20 values: those that happened last', () => {
    const old = after([{ name: 'buy', at: NOON - 89 * DAY }]);
    expect(recordEvent(old, { name: 'see', at: NOON }, NOON).events).toHaveProperty('buy');
    const tomorrow = recordEvent(old, { name: 'see', at: NOON + DAY }, NOON + DAY);
    expect(tomorrow.events).not.toHaveProperty('buy');
    expect(tomorrow.firstSeenAt).toBe(NOON - 89 * DAY);

    const names = after(Array.from({ length: 51 }, (_, n) => ({ name: `e${n}`, at: NOON - (n === 7 ? DAY : 0) })));
    expect(Object.keys(names.events ?? {})).toHaveLength(50);
    expect(names.events).not.toHaveProperty('e7');

    const values = after(
      Array.from({ length: 21 }, (_, n) => ({ name: 'buy', at: NOON - (20 - n) * DAY, attributes: { sku: `v${n}` } })),
    );
    const kept = Object.keys(values.events?.['buy']?.attributes?.['sku'] ?? {});
    expect(kept).toHaveLength(20);
    expect(kept).not.toContain('v0');
    const attributes = Object.fromEntries(
      Array.from({ length: 11 }, (_, n) => [`a${String(n).padStart(2, '0')}`, 'x']),
    );
    const wide = after([{ name: 'buy', at: NOON, attributes }]);
    expect(Object.keys(wide.events?.['buy']?.attributes ?? {})).toHaveLength(10);
  });

  it('does not take the clock of a phone that runs ahead at its word', () => {
    expect(after([{ name: 'buy', at: NOON + 9 * DAY }])).toMatchObject({
      lastActiveAt: NOON,
      events: { buy: { days: [[TODAY, 1]] } },
    });
  });

  it('counts an event that is named like a property of every object', () => {
    expect(after([{ name: 'constructor', at: NOON }]).events?.['constructor']).toEqual({ days: [[TODAY, 1]] });
  });
});

describe('the view of activity', () => {
  it('shows counts over the last 30, 60 and 90 days, today included', () => {
    const activity = after([0, 29, 30, 59, 60, 89].map((days) => ({ name: 'buy', at: NOON - days * DAY })));
    expect(countEvents(activity, NOON).get('buy')).toEqual({ 30: 2, 60: 4, 90: 6 });
    expect(countEvents(activity, NOON + DAY).get('buy')).toEqual({ 30: 1, 60: 3, 90: 5 });
  });
});
