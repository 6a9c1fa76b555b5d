import { describe, expect, it } from 'vitest';
import {
  compileSegment,
  parseSegmentDefinition,
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
    [one({ userAttributes: { City: { values: ['x'.repeat(101)] } } }), /at most 100/],
    [one({ userAttributes: { City: { values: Array.from({ length: 51 }, (_, n) => `${n}`) } } }), /at most 50/],
    [one({ attributes: { seen: { type: 'BEFORE', values: ['soon'] } } }), /ISO 8601/],
    [one({ attributes: { seen: { type: 'BETWEEN', values: ['2026-01-01'] } } }), /exactly 2 times/],
    [one({ attributes: { seen: { type: 'BETWEEN', values: ['2026-02-01', '2026-01-01'] } } }), /nobody can match/],
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
    [{ groups: [{ dimensions: [metric('GREATER_THAN', 5), metric('LESS_THAN', 5)] }] }, /"n" contradict/],
    [{ groups: [{ dimensions: [metric('EQUAL', 5)] }, { dimensions: [metric('EQUAL', 6)] }] }, /"n" contradict/],
    [
      {
        groups: [
          { dimensions: [{ recency: { type: 'ACTIVE', days: 7 } }, { recency: { type: 'INACTIVE', days: 30 } }] },
        ],
      },
      /nobody is active/,
    ],
    [{ groups: [{ dimensions: Array.from({ length: 101 }, () => metric('EQUAL', 1)) }] }, /at most 100/],
  ])('%j is refused', (value, message) => {
    const parsed = parseSegmentDefinition(value);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'INVALID_SEGMENT' } });
    expect(parsed.ok ? '' : parsed.error.message).toMatch(message);
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
