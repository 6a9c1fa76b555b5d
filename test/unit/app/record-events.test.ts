import { describe, expect, it } from 'vitest';
import {
  createMemoryCampaigns,
  createMemoryCustomers,
  createMemoryEvents,
  createMemoryWaits,
} from '../../../src/adapters/memory/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { recordEvents } from '../../../src/app/event/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { unwrap } from './memory-app.ts';

const NOW = Date.UTC(2026, 10, 28, 3);
const MINUTE = 60_000;
const DAY = 86_400_000;

function arrange(ids: readonly string[] = ['c1', 'c2']) {
  const customers = createMemoryCustomers(ids.map(newCustomer));
  const events = createMemoryEvents(customers.store);
  let now = NOW;
  let lastId = 0;
  const campaigns = createMemoryCampaigns();
  const deps = {
    events,
    customers: customers.store,
    campaigns,
    triggered: campaigns,
    waits: createMemoryWaits(),
    ids: { next: () => `id-${(lastId += 1)}` },
    hash: sha256,
    clock: { now: () => now, sleep: async () => undefined },
  };
  const record = async (batch: readonly unknown[], customerId?: string) =>
    unwrap(await recordEvents(deps, { events: batch, ...(customerId === undefined ? {} : { customerId }) })).outcomes;
  const activityOf = async (id: string) => (await customers.store.getMany([id])).get(id)?.value.activity;
  return { deps, record, activityOf, moveTo: (to: number) => void (now = to) };
}

const event = (change: Record<string, unknown> = {}) => ({
  eventId: '1',
  customerId: 'c1',
  name: 'cart',
  occurredAt: new Date(NOW - MINUTE).toISOString(),
  ...change,
});

const KOREAN_DAY = Math.floor((NOW + 9 * 3_600_000) / DAY);

describe('recording events', () => {
  it('E1 counts the same event id of two customers as two events of two people', async () => {
    const { record, activityOf } = arrange();
    const outcomes = await record([event(), event({ customerId: 'c2' })]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED']);
    for (const id of ['c1', 'c2']) {
      expect((await activityOf(id))?.events).toEqual({ cart: { days: [[KOREAN_DAY, 1]] } });
    }
  });

  it('E2 counts an event once however often it is sent, in whatever spelling', async () => {
    const { record, activityOf } = arrange();
    const said = { attributes: { a: 'x', b: 'y' }, metrics: { amount: 1 } };
    const tries = [
      event({ ...said, sentAt: NOW - 40_000 }),
      event({ ...said, sentAt: NOW }),
      event({ ...said, attributes: { b: 'y', a: 'x' } }),
      JSON.parse(JSON.stringify(event(said)).replace('"amount":1', '"amount":1.0')) as unknown,
    ];
    const outcomes: string[] = [];
    for (const one of tries) outcomes.push(...(await record([one])).map(({ outcome }) => outcome));
    expect(outcomes).toEqual(['ACCEPTED', 'DUPLICATE', 'DUPLICATE', 'DUPLICATE']);
    expect((await activityOf('c1'))?.events?.['cart']?.days).toEqual([[KOREAN_DAY, 1]]);
  });

  it('counts an event that stands twice in one call once, and refuses another one of its id', async () => {
    const { record } = arrange();
    const outcomes = await record([event(), event(), event({ name: 'order' })]);
    expect(outcomes).toMatchObject([
      { outcome: 'ACCEPTED' },
      { outcome: 'DUPLICATE' },
      { outcome: 'REJECTED', code: 'EVENT_ID_REUSED', eventId: '1' },
    ]);
    expect(await record([event({ metrics: { amount: 2 } })])).toMatchObject([{ code: 'EVENT_ID_REUSED' }]);
  });

  it('E3 leaves the time of a right clock alone, and corrects one that is two hours fast', async () => {
    const { record, activityOf, moveTo } = arrange();
    const at = (text: string): number => Date.parse(`2026-11-28T${text}Z`);
    moveTo(at('10:00:33'));
    expect(await record([event({ occurredAt: at('10:00:00'), sentAt: at('10:00:01') })])).toMatchObject([
      { outcome: 'ACCEPTED', timing: 'AS_SAID' },
    ]);
    expect((await activityOf('c1'))?.lastActiveAt).toBe(at('10:00:00'));
    moveTo(at('12:00:12'));
    const fast = event({ eventId: '2', occurredAt: at('14:00:00'), sentAt: at('14:00:10') });
    expect(await record([fast])).toMatchObject([{ outcome: 'ACCEPTED', timing: 'SKEW_CORRECTED' }]);
    expect((await activityOf('c1'))?.lastActiveAt).toBe(at('12:00:02'));
  });

  it('clamps what would lie ahead, and lets what is older than a week change nothing', async () => {
    const { record, activityOf } = arrange();
    expect(await record([event({ occurredAt: NOW + 6 * MINUTE })])).toMatchObject([{ timing: 'FUTURE_CLAMPED' }]);
    expect((await activityOf('c1'))?.lastActiveAt).toBe(NOW);
    const late = event({ customerId: 'c2', occurredAt: NOW - 7 * DAY - 1 });
    expect(await record([late])).toMatchObject([{ outcome: 'ACCEPTED', isLate: true }]);
    expect(await activityOf('c2')).toEqual({});
    expect(await record([late])).toMatchObject([{ outcome: 'DUPLICATE' }]);
  });

  it('E11 takes for a customer’s own token only what that customer did', async () => {
    const { record } = arrange();
    const { customerId: _, ...unnamed } = event({ eventId: '3' });
    expect(await record([event({ customerId: 'c1' }), unnamed], 'c2')).toMatchObject([
      { outcome: 'REJECTED', code: 'CUSTOMER_MISMATCH' },
      { outcome: 'ACCEPTED' },
    ]);
  });

  it('E12 takes one name in both forms of Hangul, and refuses names of the system', async () => {
    const { record, activityOf } = arrange();
    const names = ['장바구니', '장바구니'.normalize('NFD'), 'constructor', '_email.open', '_session.start', 'Opened'];
    const outcomes = await record(names.map((name, index) => event({ eventId: String(index), name })));
    expect(outcomes.map((one) => (one.outcome === 'REJECTED' ? one.code : one.outcome))).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
      'RESERVED_NAME',
      'RESERVED_NAME',
      'RESERVED_NAME',
    ]);
    const { events = {} } = (await activityOf('c1')) ?? {};
    expect(Object.entries(events).map(([name, { days }]) => [name, days])).toEqual(
      expect.arrayContaining([
        ['장바구니', [[KOREAN_DAY, 2]]],
        ['constructor', [[KOREAN_DAY, 1]]],
      ]),
    );
  });

  it.each<[what: string, change: Record<string, unknown>, code: string]>([
    ['no id', { eventId: undefined }, 'MISSING_FIELD'],
    ['a blank id', { eventId: ' \u3000' }, 'MISSING_FIELD'],
    ['an id that is a number', { eventId: 7 }, 'INVALID_FIELD'],
    ['no customer', { customerId: null }, 'MISSING_FIELD'],
    ['an unknown customer', { customerId: 'nobody' }, 'UNKNOWN_CUSTOMER'],
    ['no name', { name: ' ' }, 'INVALID_FIELD'],
    ['a name of 51 characters', { name: 'x'.repeat(51) }, 'TOO_LONG'],
    ['a time that is none', { occurredAt: 'yesterday' }, 'INVALID_FIELD'],
    ['a time beyond the calendar', { occurredAt: 1e17 }, 'INVALID_FIELD'],
    ['a time in microseconds', { occurredAt: NOW * 1_000 }, 'INVALID_FIELD'],
    ['a time before the year 1', { occurredAt: '-0005-01-01' }, 'INVALID_FIELD'],
    ['a time of sending beyond the year 9999', { sentAt: 8.64e15 }, 'INVALID_FIELD'],
    ['a metric larger than is kept', { metrics: { a: 1e200 } }, 'INVALID_FIELD'],
    ['a metric smaller than is kept', { metrics: { a: -1e-200 } }, 'INVALID_FIELD'],
    ['half a character', { attributes: { a: 'x\ud83d' } }, 'CONTROL_CHARACTER'],
    [
      '41 attributes',
      { attributes: Object.fromEntries([...'x'.repeat(41)].map((_, n) => [`a${n}`, 'v'])) },
      'TOO_MANY',
    ],
    ['a value of 5 KB', { attributes: { a: 'x'.repeat(5_000) } }, 'TOO_LONG'],
    ['a value that is no text', { attributes: { a: 1 } }, 'INVALID_FIELD'],
    ['one name in two spellings', { attributes: { 가: 'a', [' 가']: 'b' } }, 'REPEATED_NAME'],
    ['a metric that is not finite', { metrics: { a: Number.POSITIVE_INFINITY } }, 'INVALID_FIELD'],
    ['a metric that is a text', { metrics: { a: '1' } }, 'INVALID_FIELD'],
    ['a reference of no message', { ref: 'hello' }, 'INVALID_FIELD'],
    ['a field nobody knows', { occuredAt: 1 }, 'UNKNOWN_FIELD'],
    ['a name of JavaScript’s own', { attributes: JSON.parse('{"__proto__":"x"}') as unknown }, 'RESERVED_NAME'],
  ])('rejects %s, and keeps the good ones of the call', async (_, change, code) => {
    const { record } = arrange();
    const outcomes = await record([event(change), event({ eventId: 'good', name: "'; DROP TABLE events; --" })]);
    expect(outcomes).toMatchObject([
      { place: 0, outcome: 'REJECTED', code },
      { place: 1, outcome: 'ACCEPTED' },
    ]);
  });

  it('refuses a call without events, or with more than 100', async () => {
    const { deps } = arrange();
    for (const count of [0, 101]) {
      const events = Array.from({ length: count }, (_, index) => event({ eventId: String(index) }));
      expect(await recordEvents(deps, { events })).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    }
    expect(await recordEvents(deps, { events: ['x', null, [], 7] })).toMatchObject({ ok: true });
  });

  it('counts all of 100 events of one customer once when somebody else writes them at the same moment', async () => {
    const { record, activityOf } = arrange();
    const batch = Array.from({ length: 100 }, (_, index) => event({ eventId: String(index) }));
    const calls = await Promise.all([record(batch), record(batch)]);
    const accepted = calls.flat().filter(({ outcome }) => outcome === 'ACCEPTED').length;
    expect(accepted).toBe(100);
    expect((await activityOf('c1'))?.events?.['cart']?.days).toEqual([[KOREAN_DAY, 100]]);
  });
});
