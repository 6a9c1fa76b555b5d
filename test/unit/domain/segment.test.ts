import { describe, expect, it } from 'vitest';
import {
  compileSegment,
  parseSegmentDefinition,
  importedSegmentDefinition,
  refuseFutureDates,
  sourceSegmentIds,
  type SegmentDefinition,
} from '../../../src/domain/segment/index.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

function one(dimensions: unknown): unknown {
  return { groups: [{ dimensions: [dimensions] }] };
}

function defined(value: unknown): SegmentDefinition {
  const parsed = parseSegmentDefinition(value);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.definition;
}

function refusal(value: unknown): unknown {
  const parsed = parseSegmentDefinition(value);
  return parsed.ok ? parsed : parsed.error;
}

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `text-${index}`);
}

function metrics(count: number): unknown[] {
  const entry = { metrics: { n: { comparison: 'EQUAL', value: 1 } } };
  return [{ type: 'ANY', dimensions: Array.from({ length: count }, () => entry) }];
}

function manyValues(name: string): unknown {
  return { attributes: { [name]: { values: texts(50).map((text) => text.padEnd(100, 'x')) } } };
}

function compiled(value: unknown, sources: Record<string, unknown> = {}): ReturnType<typeof compileSegment> {
  return compileSegment(defined(value), {
    now: NOON,
    segmentId: 'self',
    resolveSource: (id) => (id in sources ? defined(sources[id]) : undefined),
  });
}

describe('a segment definition', () => {
  it('gets ALL where a way of combining is not said', () => {
    expect(defined({ groups: [{ dimensions: [{ metrics: { n: { comparison: 'EQUAL', value: 1 } } }] }] })).toEqual({
      include: 'ALL',
      groups: [
        {
          type: 'ALL',
          sourceType: 'ALL',
          sourceSegmentIds: [],
          dimensions: [{ metrics: { n: { comparison: 'EQUAL', value: 1 } } }],
        },
      ],
    });
  });

  const metric = (comparison: string, value: number): unknown => ({ metrics: { n: { comparison, value } } });
  it.each<[unknown, RegExp]>([
    [null, /definition: must be an object/],
    [[], /must be an object/],
    [{}, /groups: must be a list/],
    [{ include: 'SOME', groups: [] }, /include: must be one of ALL, ANY, NONE/],
    [{ groups: [], includes: 'ALL' }, /unknown field "includes". Did you mean "include"\?/],
    [{ include: 'ANY', groups: [] }, /groups: must not be empty/],
    [{ groups: [{}] }, /groups\[0\]: needs dimensions or sourceSegmentIds/],
    [{ groups: [{ dimension: [] }] }, /Did you mean "dimensions"/],
    [one({}), /holds no condition/],
    [one({ demographic: {} }), /holds no condition/],
    [one({ atributes: {} }), /Did you mean "attributes"/],
    [
      one({ userAttributes: { City: { type: 'INCLUSIV', values: ['x'] } } }),
      /userAttributes\.City\.type: .*Did you mean INCLUSIVE\?/,
    ],
    [one({ userAttributes: { City: { values: [] } } }), /must hold at least one value/],
    [one({ userAttributes: { City: { values: 'x' } } }), /must be a list/],
    [one({ userAttributes: { City: { values: [7] } } }), /values\[0\]: must be a text/],
    [one({ attributes: { seen: { type: 'BEFORE', values: ['soon'] } } }), /ISO 8601/],
    [one({ attributes: { seen: { type: 'BETWEEN', values: ['2026-01-01'] } } }), /exactly 2 times/],
    [one(JSON.parse('{"attributes":{"__proto__":{"values":["x"]}}}')), /__proto__/],
    [one(metric('MORE', 1)), /comparison: must be one of/],
    [one(metric('EQUAL', Number.NaN)), /must be a number/],
    [one({ demographic: { deviceType: { values: ['x'] } } }), /no device type/],
    [one({ demographic: { channel: { values: ['FAX'] } } }), /channel\.values\[0\]: must be one of/],
    [
      one({ location: { gpsPoint: { latitude: 91, longitude: 0, rangeInKilometers: 1 } } }),
      /latitude: must be a number from -90 to 90/,
    ],
    [one({ location: { gpsPoint: { latitude: 1, longitude: 0 } } }), /rangeInKilometers: must be a number/],
    [one({ recency: { type: 'ACTIVE', days: 0 } }), /days: must be a number from 1/],
    [one({ recency: { type: 'SLEEPY', days: 1 } }), /type: must be one of ACTIVE, INACTIVE/],
    [
      one({ attributes: { seen: { values: ['2026-01-01'], allowFuture: 'yes' } } }),
      /allowFuture: must be true or false/,
    ],
    [one({ activeCustomer: { type: 'SLEEPY' } }), /activeCustomer\.type: must be one of ACTIVE, INACTIVE/],
    [one({ activeCustomer: { days: '30' } }), /activeCustomer\.days: must be a number/],
    [one({ events: {} }), /events: must be a list/],
    [one({ events: [] }), /holds no condition/],
    [one({ events: [{ type: 'DID' }] }), /events\[0\]\.event: must be a text/],
    [one({ events: [{ event: 'Purchase', withinDays: 91 }] }), /withinDays: must be a number from 1 to 90/],
    [one({ events: [{ event: 'Purchase', atLeast: 1.5 }] }), /atLeast: must be a whole number/],
    [one({ events: [{ event: 'Purchase', attribute: { name: 'a' } }] }), /attribute\.values: must be a list/],
    [one({ events: [{ event: 'Purchase', attribut: {} }] }), /Did you mean "attribute"/],
    [one({ consent: [{ channel: 'FAX' }] }), /consent\[0\]\.channel: must be one of PUSH, EMAIL, SMS, CUSTOM/],
    [one({ consent: [{ channel: 'PUSH', type: 'GIVEN' }] }), /Did you mean GRANTED\?/],
    [one({ consent: [{ channel: 'EMAIL', kind: 'NIGHT' }] }), /e-mail needs no consent for the night/],
    [one({ reach: { values: ['GCM'] } }), /reach\.values\[0\]: must be one of PUSH/],
    [one({ importedSegments: { values: [7] } }), /importedSegments\.values\[0\]: must be a text/],
    [{ groups: [], exclude: [{}] }, /exclude\[0\]: needs dimensions or sourceSegmentIds/],
    [{ groups: [], ['x'.repeat(10_000_000)]: 1 }, /^.{1,300}$/],
  ])('is refused when it is none (%#)', (value, message) => {
    expect(refusal(value)).toEqual({ code: 'INVALID_SEGMENT', message: expect.stringMatching(message) as string });
  });

  it.each<[string, unknown, RegExp]>([
    ['a long value', one({ userAttributes: { City: { values: ['x'.repeat(101)] } } }), /101 .*at most 100/],
    ['many values', one({ userAttributes: { City: { values: texts(51) } } }), /51 entries; at most 50/],
    ['a long name', one({ userAttributes: { ['x'.repeat(51)]: { values: ['x'] } } }), /51 .*at most 50/],
    [
      'many conditions',
      { groups: [{ dimensions: Array.from({ length: 101 }, () => metric('EQUAL', 1)) }] },
      /most 100/,
    ],
    ['many conditions with exclusions', { groups: metrics(60), exclude: metrics(41) }, /hold 101 .*at most 100/],
    ['many attributes', one({ attributes: Object.fromEntries(texts(251).map((n) => [n, {}])) }), /251 .*most 250/],
    ['many groups', { groups: Array.from({ length: 21 }, () => ({})) }, /21 entries; at most 20/],
    ['much text', { groups: [{ dimensions: texts(24).map(manyValues) }] }, /bytes; at most 120000/],
    ['10 MB in a value', one({ attributes: { a: { values: ['x'.repeat(10_000_000)] } } }), /10000000 .*most 100/],
    ['10 MB of values', one({ attributes: { a: { values: texts(1_000_000) } } }), /1000000 .*at most 50/],
    ['10 MB of groups', { groups: texts(1_000_000) }, /1000000 entries; at most 20/],
    ['10 MB of names', one({ attributes: Object.fromEntries(texts(500_000).map((n) => [n, 1])) }), /most 250/],
  ])('is refused with the limit when it holds too much: %s', (_, value, message) => {
    expect(refusal(value)).toEqual({ code: 'SEGMENT_LIMIT', message: expect.stringMatching(message) as string });
  });

  const consent = (type: string): unknown => ({ consent: [{ channel: 'PUSH', type }] });
  const event = (type: string, more: object): unknown => ({ events: [{ type, event: 'Purchase', ...more }] });
  const attribute = (type: string, ...values: string[]): unknown => ({ userAttributes: { Tier: { type, values } } });
  const city = (type: string, ...values: string[]): unknown => ({ location: { city: { type, values } } });
  it.each<[string, unknown[], RegExp]>([
    [
      'dates',
      [{ attributes: { seen: { type: 'BETWEEN', values: ['2026-02-01', '2026-01-01'] } } }],
      /nobody can match/,
    ],
    ['a range', [metric('GREATER_THAN', 5), metric('LESS_THAN', 5)], /"n" contradict/],
    ['two values', [metric('EQUAL', 5), metric('EQUAL', 6)], /"n" contradict/],
    [
      'recency',
      [{ recency: { type: 'ACTIVE', days: 7 } }, { recency: { type: 'INACTIVE', days: 30 } }],
      /nobody is active/,
    ],
    ['the flag', [{ activeCustomer: {} }, { activeCustomer: { type: 'INACTIVE', days: 30 } }], /active within 30 days/],
    ['the flag and recency', [{ activeCustomer: {} }, { recency: { type: 'INACTIVE', days: 60 } }], /nobody is active/],
    ['behaviour', [event('DID', { atLeast: 2, withinDays: 7 }), event('DID_NOT', {})], /did and did not do "Purchase"/],
    ['consent', [consent('GRANTED'), consent('STALE')], /both GRANTED and STALE/],
    ['disjoint cities', [city('INCLUSIVE', '서울'), city('INCLUSIVE', '부산')], /city leave no value/],
    [
      'an excluded attribute',
      [attribute('INCLUSIVE', 'a'), attribute('EXCLUSIVE', 'b', 'a')],
      /ask for what they exclude/,
    ],
    ['reach', [{ reach: { values: ['SMS'] } }, { reach: { type: 'EXCLUSIVE', values: ['SMS'] } }], /on reach ask for/],
    ['an excluded city', [city('EXCLUSIVE', '부산', '서울'), city('INCLUSIVE', '서울')], /city leave no value/],
  ])('is refused when nobody can be a member: %s', (_, dimensions, message) => {
    const inOne = refusal({ groups: [{ dimensions }] });
    expect(inOne).toEqual({ code: 'SEGMENT_CONTRADICTION', message: expect.stringMatching(message) as string });
    const inTwo = refusal({ groups: dimensions.map((entry) => ({ dimensions: [entry] })) });
    expect(inTwo).toEqual(inOne);
  });

  it('is refused when it compares with a date in the future, unless that is meant', () => {
    const on = (type: string, date: string, more = {}) =>
      refuseFutureDates(defined(one({ userAttributes: { Expiry: { type, values: [date], ...more } } })), NOON);
    const message = expect.stringMatching(/"Expiry" .*2027-01-01.*allowFuture/) as string;
    const refused = { ok: false, error: { code: 'SEGMENT_FUTURE_DATE', message } };
    for (const type of ['BEFORE', 'AFTER', 'ON']) expect(on(type, '2027-01-01')).toEqual(refused);
    expect(on('AFTER', '2027-01-01', { allowFuture: true })).toBeNull();
    expect(on('INCLUSIVE', '2027-01-01')).toBeNull();
    expect(on('ON', new Date(NOON).toISOString())).toBeNull();
    const excluded = {
      groups: [],
      exclude: [{ dimensions: [{ attributes: { a: { type: 'ON', values: ['2999-01-01'] } } }] }],
    };
    expect(refuseFutureDates(defined(excluded), NOON)).toMatchObject({ error: { code: 'SEGMENT_FUTURE_DATE' } });
  });

  it.each([
    [{ groups: [{ type: 'ANY', dimensions: [metric('GREATER_THAN', 5), metric('LESS_THAN', 5)] }] }],
    [{ groups: [{ dimensions: [metric('GREATER_THAN_OR_EQUAL', 5), metric('LESS_THAN_OR_EQUAL', 5)] }] }],
    [
      {
        groups: [
          { dimensions: [{ recency: { type: 'ACTIVE', days: 30 } }, { recency: { type: 'INACTIVE', days: 7 } }] },
        ],
      },
    ],
    [{ include: 'NONE', groups: [{ dimensions: [metric('EQUAL', 5), metric('EQUAL', 6)] }] }],
    // Somebody has both values.
    [{ groups: ['a', 'b'].map((value) => ({ dimensions: [{ attributes: { x: { values: [value] } } }] })) }],
    // A person nothing is known of may have a new endpoint.
    [
      {
        groups: [
          { dimensions: [{ recency: { type: 'ACTIVE', days: 7 }, activeCustomer: { type: 'INACTIVE', days: 90 } }] },
        ],
      },
    ],
  ])('%j is not taken for a contradiction', (value) => {
    expect(parseSegmentDefinition(value)).toMatchObject({ ok: true });
  });
});

describe('membership', () => {
  const seoul = { location: { city: { values: ['서울'] } } };
  const ios = { demographic: { platform: { values: ['iOS'] } } };

  it('takes one endpoint that satisfies everything, not two that satisfy half each', () => {
    const both = compiled({ groups: [{ dimensions: [seoul, ios] }] });
    if (!both.ok) throw new Error(both.error.message);
    const inSeoul = anEndpoint({ location: { city: '서울' } });
    const onIos = anEndpoint({ id: 'e2', demographic: { platform: 'iOS' } });
    expect(both.isMember(aCustomer({ endpoints: [inSeoul, onIos] }))).toBe(false);
    expect(both.isMember(aCustomer({ endpoints: [{ ...inSeoul, demographic: { platform: 'iOS' } }] }))).toBe(true);
    expect(both.isMember(aCustomer({ endpoints: [] }))).toBe(false);
  });

  it('A8 compares dates as files bring them, which are kept as they were written', () => {
    const after = compiled(one({ userAttributes: { Visited: { type: 'AFTER', values: ['2026.01.05'] } } }));
    if (!after.ok) throw new Error(after.error.message);
    const visited = (Visited: string): boolean => after.isMember(aCustomer({ attributes: { Visited: [Visited] } }));
    for (const date of ['2026.01.06', '2026. 1. 6. 오후 2:30', '20260106', '2026/1/6'])
      expect(visited(date)).toBe(true);
    for (const date of ['2026.01.04', '2026년 1월 5일', '1/6/26', '']) expect(visited(date)).toBe(false);
  });

  it('is everyone with an endpoint when there are no groups', () => {
    const all = compiled({ groups: [] });
    expect(all.ok && all.isMember(aCustomer())).toBe(true);
  });

  it('measures recency from the last activity, and from the effective date when there is none', () => {
    const active = compiled(one({ recency: { type: 'ACTIVE', days: 7 } }));
    if (!active.ok) throw new Error(active.error.message);
    const day = 86_400_000;
    const seen = (lastActiveAt: number): boolean => active.isMember(aCustomer({ activity: { lastActiveAt } }));
    expect([seen(NOON - 7 * day), seen(NOON - 7 * day - 1)]).toEqual([true, false]);
    expect(active.isMember(aCustomer({ endpoints: [anEndpoint({ effectiveAt: NOON })] }))).toBe(true);
    expect(active.isMember(aCustomer())).toBe(false);
  });

  it('measures distance on the globe, across the date line too', () => {
    const near = compiled(one({ location: { gpsPoint: { latitude: 0, longitude: 179.9, rangeInKilometers: 23 } } }));
    if (!near.ok) throw new Error(near.error.message);
    const at = (longitude: number): boolean =>
      near.isMember(aCustomer({ endpoints: [anEndpoint({ location: { latitude: 0, longitude } })] }));
    expect([at(-179.9), at(-179.8)]).toEqual([true, false]);
  });

  it('takes active customers from their last event alone, monthly unless told otherwise', () => {
    const active = compiled(one({ activeCustomer: {} }));
    const inactive = compiled(one({ activeCustomer: { type: 'INACTIVE', days: 7 } }));
    if (!active.ok || !inactive.ok) throw new Error('refused');
    const ago = (days: number) => aCustomer({ activity: { lastActiveAt: NOON - days * 86_400_000 } });
    expect([ago(29), ago(31)].map(active.isMember)).toEqual([true, false]);
    expect([ago(6), ago(8)].map(inactive.isMember)).toEqual([false, true]);
    // A new device is not an activity of its owner.
    const unknown = aCustomer({ endpoints: [anEndpoint({ effectiveAt: NOON })] });
    expect([active.isMember(unknown), inactive.isMember(unknown)]).toEqual([false, true]);
  });

  it('counts behaviour by days in Korea, by value when asked, and nothing of after its moment', () => {
    const today = Math.floor((NOON + 9 * 3_600_000) / 86_400_000);
    const days = [
      [today - 7, 2],
      [today - 6, 1],
      [today + 1, 9],
    ] as const;
    const shopper = aCustomer({
      activity: { events: { Purchase: { days, attributes: { kind: { book: [[today, 1]] } } } } },
    });
    const does = (event: object): boolean => {
      const segment = compiled(one({ events: [{ event: 'Purchase', ...event }] }));
      return segment.ok && segment.isMember(shopper);
    };
    expect([7, 8].map((withinDays) => does({ withinDays, atLeast: 3 }))).toEqual([false, true]);
    expect(does({ atLeast: 4 })).toBe(false);
    expect(does({ type: 'DID_NOT', atLeast: 4 })).toBe(true);
    expect(does({ attribute: { name: 'kind', values: ['book', 'pen'] } })).toBe(true);
    expect(does({ attribute: { name: 'kind', values: ['pen'] } })).toBe(false);
    expect(does({ event: 'constructor' })).toBe(false);
  });

  it('leaves out whoever matches an exclusion with any endpoint, in a source segment too', () => {
    const definition = { groups: [{ dimensions: [ios] }], exclude: [{ dimensions: [seoul] }] };
    const direct = compiled(definition);
    const throughSource = compiled({ groups: [{ sourceSegmentIds: ['s'] }] }, { s: definition });
    if (!direct.ok || !throughSource.ok) throw new Error('refused');
    const onIos = anEndpoint({ demographic: { platform: 'iOS' } });
    const inSeoul = anEndpoint({ id: 'e2', location: { city: '서울' } });
    for (const { isMember } of [direct, throughSource]) {
      expect(isMember(aCustomer({ endpoints: [onIos] }))).toBe(true);
      expect(isMember(aCustomer({ endpoints: [onIos, inSeoul] }))).toBe(false);
    }
    expect(sourceSegmentIds(defined({ groups: [], exclude: [{ sourceSegmentIds: ['x'] }] }))).toEqual(['x']);
  });

  it('of an imported segment is kept with the customer', () => {
    const segment = compileSegment(importedSegmentDefinition('list'), { now: NOON });
    if (!segment.ok) throw new Error(segment.error.message);
    const onTheList = aCustomer({ importedSegments: ['other', 'list'] });
    expect([aCustomer(), onTheList].map(segment.isMember)).toEqual([false, true]);
    expect(defined(importedSegmentDefinition('list'))).toEqual(importedSegmentDefinition('list'));
  });

  it('builds on other segments', () => {
    const value = { groups: [{ sourceType: 'NONE', sourceSegmentIds: ['seoul', 'ios'] }] };
    const neither = compiled(value, { seoul: one(seoul), ios: one(ios) });
    if (!neither.ok) throw new Error(neither.error.message);
    expect(neither.isMember(aCustomer())).toBe(true);
    expect(neither.isMember(aCustomer({ endpoints: [anEndpoint({ location: { city: '서울' } })] }))).toBe(false);
    expect(sourceSegmentIds(defined(value))).toEqual(['seoul', 'ios']);
  });

  it('refuses sources that are missing, circular, too deep or too many', () => {
    const on = (...ids: string[]): unknown => ({ groups: [{ sourceSegmentIds: ids }] });
    const message = (answer: ReturnType<typeof compileSegment>): string => (answer.ok ? 'ok' : answer.error.message);
    expect(message(compiled(on('x')))).toMatch(/"x" does not exist/);
    expect(message(compiled(on('a'), { a: on('b'), b: on('a') }))).toMatch(/builds on itself \(self > a > b > a\)/);
    expect(message(compiled(on('self'), { self: on('self') }))).toMatch(/builds on itself/);
    expect(message(compiled(on('a'), { a: on('b'), b: on('c'), c: on('d'), d: on('e'), e: one(seoul) }))).toMatch(
      /more than 5 deep/,
    );
    const ids = Array.from({ length: 20 }, (_, n) => `s${n}`);
    const leaves = Object.fromEntries(ids.map((id) => [`leaf-${id}`, one(seoul)]));
    const middle = Object.fromEntries(
      ids.map((id) => [
        id,
        { groups: [{ sourceSegmentIds: Object.keys(leaves) }, { sourceSegmentIds: Object.keys(leaves) }] },
      ]),
    );
    expect(message(compiled(on(...ids), { ...leaves, ...middle }))).toMatch(/more than 500 groups/);
  });
});
