import { describe, expect, it } from 'vitest';
import { withPublished } from '../../../../src/domain/cost/index.ts';
import {
  forecastRun,
  responseOf,
  type Forecast,
  type ForecastInput,
  type RehearsedDecision,
  type Standing,
} from '../../../../src/domain/forecast/index.ts';
import { createRandom } from '../../../simulation/random.ts';
import { BEGINS, createWorld, DAY, HOUR, plannerOf, PRICES, sampleOf, WAITS } from './world.ts';

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const exactly = (people: number) => ({ estimate: people, low: people, high: people });
const send = (claimMicros?: number): RehearsedDecision => ({
  outcome: 'SEND',
  channel: 'EMAIL',
  item: 'email',
  units: 1,
  ...(claimMicros === undefined ? {} : { claimMicros }),
});
const OUT: RehearsedDecision = { outcome: 'OUT', reason: 'FILTERED_OUT_BY_SEGMENT' };

/** Everything is taken and nothing fails: what is sent is what is paid. */
const SURE = responseOf({
  messages: [{ wave: 0, channel: 'EMAIL', rates: { accepted: [{ successes: 1e15, trials: 1e15 }], failed: [] } }],
});

function foretell(change: Partial<ForecastInput<number>> = {}): Forecast {
  return forecastRun({
    people: Array.from({ length: 1_000 }, (_, n) => n),
    population: exactly(1_000),
    beginsAt: BEGINS,
    waits: [{ minutes: 0 }],
    decide: () => send(),
    response: SURE,
    pricing: { list: PRICES },
    dayOf,
    random: createRandom(1),
    ...change,
  });
}

describe('a forecast', () => {
  it('of everybody is exact where chance has no part: every number is what the planner said of each', () => {
    const decide = (person: number): RehearsedDecision => (person % 4 === 0 ? OUT : send());
    const [wave] = foretell({ decide }).waves;
    expect(wave?.messages).toEqual({ low: 750, expected: 750, high: 750 });
    expect(wave?.out).toEqual([{ reason: 'FILTERED_OUT_BY_SEGMENT', people: { low: 250, expected: 250, high: 250 } }]);
  });

  it('scales a sample up with an interval that holds the truth and is as wide as a sample of that size is unsure', () => {
    const decide = (person: number): RehearsedDecision => (person % 4 === 0 ? OUT : send());
    const { messages } = foretell({ decide, population: exactly(100_000) }).waves[0] ?? { messages: null };
    // Four standard errors of a share of three quarters, of 1,000 people.
    const error = 100_000 * Math.sqrt((0.75 * 0.25) / 1_000);
    expect(messages?.expected).toBeGreaterThan(75_000 - error / 2);
    expect(messages?.expected).toBeLessThan(75_000 + error / 2);
    expect(messages?.low).toBeLessThan(75_000 - error);
    expect(messages?.high).toBeGreaterThan(75_000 + error);
    expect((messages?.high ?? 0) - (messages?.low ?? 0)).toBeLessThan(7 * error);
  });

  it('leaves out who shares an address, exactly of everybody, and of a sample by how seldom two of a pair are met', () => {
    // Of everybody 2,000 are 1,000 pairs.
    const decide = (person: number): RehearsedDecision => ({
      ...send(),
      ...(person < 2_000 ? { address: Math.floor(person / 2) } : { address: person }),
    });
    const everybody = Array.from({ length: 10_000 }, (_, n) => n);
    const doubledOf = (people: readonly number[]) => {
      const [wave] = foretell({ people, population: exactly(10_000), decide }).waves;
      const out = wave?.out.find(({ reason }) => reason === 'DUPLICATE_ENDPOINT')?.people;
      expect((out?.expected ?? NaN) + (wave?.messages.expected ?? NaN)).toBe(10_000);
      return out ?? { low: NaN, expected: NaN, high: NaN };
    };
    expect(doubledOf(everybody)).toEqual({ low: 1_000, expected: 1_000, high: 1_000 });
    const random = createRandom(9);
    const sampled = doubledOf(everybody.filter(() => random() < 0.2));
    expect(sampled.low).toBeLessThan(1_000);
    expect(sampled.high).toBeGreaterThan(1_000);
    expect(sampled.expected).toBeGreaterThan(500);
    expect(sampled.expected).toBeLessThan(1_700);
  });

  it('is wider when it is not even known how many everybody is', () => {
    const width = ({ waves }: Forecast): number => (waves[0]?.messages.high ?? 0) - (waves[0]?.messages.low ?? 0);
    expect(width(foretell({ population: exactly(50_000) }))).toBe(0);
    expect(width(foretell({ population: { estimate: 50_000, low: 45_000, high: 55_000 } }))).toBeGreaterThan(8_000);
  });

  it('is the same for the same seed', () => {
    const world = createWorld(5, 3_000);
    const ask = (seed: number): Forecast =>
      forecastRun({
        people: sampleOf(world, 500, 1),
        population: exactly(3_000),
        beginsAt: BEGINS,
        waits: WAITS,
        decide: plannerOf(world.campaignId),
        response: responseOf({}),
        pricing: { list: PRICES },
        dayOf,
        random: createRandom(seed),
      });
    expect(ask(1)).toEqual(ask(1));
    expect(ask(1)).not.toEqual(ask(2));
  });

  it('says which rates are measured and which are only assumed, and is wider for those', () => {
    const world = createWorld(6, 4_000);
    const ask = (response: ForecastInput<number>['response']): Forecast =>
      forecastRun({
        people: sampleOf(world, 4_000, 1),
        population: exactly(4_000),
        beginsAt: BEGINS,
        waits: WAITS,
        decide: plannerOf(world.campaignId),
        response,
        pricing: { list: PRICES },
        dayOf,
        random: createRandom(1),
      });
    const opened = [1, 2, 3].map(() => ({ successes: 40, trials: 1_000 }));
    const measured = ask(responseOf({ messages: [{ wave: 0, channel: 'PUSH', rates: { opened } }] }));
    const assumed = ask(responseOf({}));
    expect(measured.rates).toContainEqual({
      of: 'opened',
      wave: 0,
      channel: 'PUSH',
      basis: 'MEASURED',
      mean: expect.closeTo(0.04, 3) as unknown,
      measured: { successes: 120, trials: 3_000 },
    });
    expect(assumed.rates.every(({ basis }) => basis === 'PRIOR')).toBe(true);
    const engaged = ({ waves }: Forecast): number => {
      const people = waves[1]?.out.find(({ reason }) => reason === 'ENGAGED')?.people;
      return people === undefined ? NaN : people.high - people.low;
    };
    expect(engaged(assumed)).toBeGreaterThan(2 * engaged(measured));
  });

  it('answers within 10 s for 1,000,000 customers, of whom it asks 20,000', () => {
    const world = createWorld(7, 20_000);
    const begin = performance.now();
    const forecast = forecastRun({
      people: world.people,
      population: { estimate: 1_000_000, low: 985_000, high: 1_015_000 },
      beginsAt: BEGINS,
      waits: WAITS,
      messagesPerSecond: 500,
      decide: plannerOf(world.campaignId),
      response: responseOf({}),
      pricing: { list: PRICES },
      dayOf,
      random: createRandom(1),
    });
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect(forecast.sampled).toBe(20_000);
    const [first, second, third] = forecast.waves;
    expect(first?.messages.expected).toBeGreaterThan(200_000);
    // A wave begins when the one before has gone out, and its wait is over.
    const wait = 8 * HOUR;
    expect(second?.at).toBe((first?.until ?? 0) + wait);
    const slow = ((first?.messages.expected ?? 0) / 500) * 1_000;
    expect(((first?.until ?? 0) - (first?.at ?? 0)) / slow).toBeCloseTo(1, 1);
    expect(third?.at).toBeGreaterThan(second?.at ?? Infinity);
  });

  it('tells each day by itself, and its days add up to its waves', () => {
    const forecast = foretell({
      waits: [{ minutes: 0 }, { minutes: 60 }],
      decide: (_, wave) => (wave === 0 ? send() : { ...send(), heldUntil: BEGINS + 3 * DAY }),
      messagesPerSecond: 1_000 / (48 * 3_600),
    });
    expect(forecast.days.map(({ day, wave, messages }) => [day, wave, messages.expected])).toEqual([
      // 48 hours from 01:30 on.
      ['2026-11-28', 0, 458],
      ['2026-11-29', 0, 500],
      ['2026-11-30', 0, 42],
      ['2026-12-01', 1, 1_000],
    ]);
  });
});

describe('what a forecast costs', () => {
  it('is that of price rows, in won and in dollars, which it names', () => {
    const { krwMicros, usdMicros, prices, unknown } = foretell();
    // $0.10 for 1,000 mails.
    expect(krwMicros?.expected).toBe(117_259_000);
    expect(usdMicros?.expected).toBe(100_000);
    expect(prices.map(({ item }) => item)).toEqual(['email']);
    expect(unknown).toEqual([]);
  });

  it('is unknown without a price, never zero; and its numbers are known still', () => {
    const pushes: RehearsedDecision = { outcome: 'SEND', channel: 'SMS', item: 'sms-part', units: 1 };
    const decide = (person: number): RehearsedDecision => (person < 500 ? pushes : send());
    const forecast = foretell({ decide });
    const [wave] = forecast.waves;
    expect([forecast.krwMicros, forecast.usdMicros, wave?.krwMicros]).toEqual([null, null, null]);
    expect(wave?.channels.find(({ channel }) => channel === 'SMS')).toMatchObject({
      krwMicros: null,
      messages: { expected: 500 },
    });
    expect(wave?.channels.find(({ channel }) => channel === 'EMAIL')?.krwMicros?.expected).toBe(58_629_500);
    expect(forecast.unknown).toEqual([expect.stringContaining('There is no price for sms-part') as unknown]);
  });

  it('counts the free units that are left in the month, which waves share', () => {
    const push: RehearsedDecision = { outcome: 'SEND', channel: 'PUSH', item: 'push', units: 1 };
    const response = responseOf({
      messages: [{ wave: 0, channel: 'PUSH', rates: { accepted: [{ successes: 1e15, trials: 1e15 }] } }],
    });
    const ask = (usedBefore: number): Forecast =>
      foretell({
        waits: [{ minutes: 0 }, { minutes: 60 }],
        decide: () => push,
        response,
        pricing: {
          list: PRICES,
          usedBefore: (item, month) => (item === 'push' && month === '2026-11' ? usedBefore : 0),
        },
      });
    const won = ({ krwMicros }: Forecast): number => (krwMicros?.expected ?? NaN) / 1e6;
    expect(won(ask(0))).toBe(0);
    // Of 2,000 the first 500 are free: 1,500 at $1 a million.
    expect(won(ask(999_500))).toBeCloseTo(1.758885, 5);
    expect(ask(999_500).waves.map((wave) => (wave.krwMicros?.expected ?? NaN) / 1e6)).toEqual([0.586295, 1.17259]);
    expect(won(ask(2_000_000))).toBeCloseTo(2.34518, 5);
  });

  it('C26 of a wave over the end of a month has the free units of both months', () => {
    const push: RehearsedDecision = { outcome: 'SEND', channel: 'PUSH', item: 'push', units: 1_000 };
    const response = responseOf({
      messages: [{ wave: 0, channel: 'PUSH', rates: { accepted: [{ successes: 1e15, trials: 1e15 }] } }],
    });
    // 200 messages of 1,000 units: those of the first hour and a half, of two, are November's.
    const { krwMicros } = foretell({
      people: Array.from({ length: 200 }, (_, n) => n),
      population: exactly(200),
      beginsAt: Date.UTC(2026, 10, 30, 22),
      messagesPerSecond: 200 / (4 * 3_600),
      decide: () => push,
      response,
      pricing: { list: PRICES, usedBefore: (item, month) => (item === 'push' && month === '2026-11' ? 900_000 : 0) },
    });
    // 100,000 in November, all of them free: 900,000 had gone before; 100,000 in December are as well.
    expect(krwMicros?.expected).toBe(0);
    const late = foretell({
      people: Array.from({ length: 200 }, (_, n) => n),
      population: exactly(200),
      beginsAt: Date.UTC(2026, 10, 30, 21),
      messagesPerSecond: 200 / (4 * 3_600),
      decide: () => push,
      response,
      pricing: { list: PRICES, usedBefore: (item, month) => (item === 'push' && month === '2026-11' ? 900_000 : 0) },
    });
    // Three quarters in November: 50,000 of the 150,000 are paid, $0.05.
    expect(late.krwMicros?.expected).toBe(58_629_500);
  });

  it('C27 claims no more than its budget over all waves: 833 of 1,000 for ₩10,000, and nobody after that', () => {
    const sms: RehearsedDecision = {
      outcome: 'SEND',
      channel: 'SMS',
      item: 'sms-part:+82',
      units: 1,
      claimMicros: 12_000_000,
    };
    const decide = (_: number, wave: number, { excludedFor }: Standing): RehearsedDecision =>
      wave > 0 && excludedFor !== undefined ? { outcome: 'STAYS' } : sms;
    const [first, second] = foretell({
      waits: [{ minutes: 0 }, { minutes: 26 * 60 }],
      decide,
      budgetMicros: 10_000_000_000,
    }).waves;
    expect(first?.messages).toEqual({ low: 833, expected: 833, high: 833 });
    expect(first?.out).toEqual([{ reason: 'BUDGET_EXCEEDED', people: { low: 167, expected: 167, high: 167 } }]);
    expect(second?.messages).toEqual({ low: 0, expected: 0, high: 0 });
    expect(second?.out[0]).toMatchObject({ reason: 'BUDGET_EXCEEDED', people: { expected: 833 } });
  });

  it('takes off what is paid back of messages that fail', () => {
    const price = { currency: 'KRW', micros: 10_000_000, per: 1, freeUnits: 0, validFrom: 0, source: 'test' };
    const list = withPublished({
      prices: [
        { ...price, item: 'custom:talk:ALIMTALK', refundHours: 1 },
        { ...price, item: 'custom:talk:PAID' },
      ],
      rates: [],
    });
    const of = (item: string): number => {
      const decide = (): RehearsedDecision => ({ outcome: 'SEND', channel: 'CUSTOM', item, units: 1 });
      const failed = [{ successes: 3e9, trials: 1e10 }];
      const accepted = [{ successes: 1e15, trials: 1e15 }];
      const messages = [{ wave: 0, channel: 'CUSTOM', rates: { accepted, failed } }] as const;
      return (
        (foretell({ decide, response: responseOf({ messages }), pricing: { list } }).krwMicros?.expected ?? NaN) / 1e6
      );
    };
    expect(of('custom:talk:PAID')).toBe(10_000);
    expect(of('custom:talk:ALIMTALK')).toBeGreaterThan(6_700);
    expect(of('custom:talk:ALIMTALK')).toBeLessThan(7_300);
  });
});
