import fc from 'fast-check';
import { CHANNELS, CHANNEL_TYPES, type Customer, type Endpoint } from '../../../src/domain/customer/index.ts';
import type { Consent } from '../../../src/domain/consent/index.ts';
import type { Dimensions, SegmentDefinition, SegmentGroup } from '../../../src/domain/segment/index.ts';
import { GROUP_TYPES, METRIC_COMPARISONS, SET_COMPARISONS } from '../../../src/domain/segment/index.ts';

export const NOW = Date.UTC(2026, 10, 23, 3, 0, 0);
const DAY = 86_400_000;

/** How often each property runs; CASES=100000 for a long search. */
export const CASES = Number(process.env['CASES'] ?? 1000);

const word = fc.constantFrom('서울', '부산', 'a', 'b', 'ab', '2026-01-01', '2026-11-20T00:00:00Z', 'x y');
const name = fc.constantFrom('city', 'tier', 'seen', 'constructor');
const time = fc.integer({ min: NOW - 900 * DAY, max: NOW + DAY });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return JSON.parse(JSON.stringify(value)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

const attributes = fc.dictionary(name, fc.array(word, { maxLength: 3 }), { maxKeys: 3, noNullPrototype: true });

export const endpoint: fc.Arbitrary<Endpoint> = fc
  .record({
    id: fc.uuid(),
    channelType: fc.constantFrom(...CHANNEL_TYPES),
    address: fc.constantFrom('', 'token', 'a@example.com'),
    status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'INACTIVE' as const),
    optOut: fc.constantFrom('NONE' as const, 'NONE' as const, 'ALL' as const),
    effectiveAt: time,
    attributes,
    metrics: fc.dictionary(name, fc.integer({ min: -2, max: 2 }), { maxKeys: 3, noNullPrototype: true }),
    demographic: fc.record({
      appVersion: maybe(word),
      make: maybe(word),
      timezone: maybe(fc.constantFrom('Asia/Seoul', 'America/New_York', 'Nowhere/City')),
    }),
    location: fc.record({
      city: maybe(word),
      country: maybe(word),
      latitude: maybe(fc.integer({ min: -90, max: 90 })),
      longitude: maybe(fc.integer({ min: -180, max: 180 })),
    }),
  })
  .map((value) => compact(value) as Endpoint);

const decision = fc.record({
  state: fc.constantFrom('GRANTED' as const, 'GRANTED' as const, 'WITHDRAWN' as const),
  at: time,
  source: fc.constant('app'),
});

export const consent: fc.Arbitrary<Consent> = fc
  .record(
    Object.fromEntries(CHANNELS.map((c) => [c, maybe(fc.record({ ad: maybe(decision), night: maybe(decision) }))])),
  )
  .map((value) => compact(value) as Consent);

export const customer: fc.Arbitrary<Customer> = fc
  .record({
    id: fc.uuid(),
    attributes,
    consent,
    activity: fc.record({ lastActiveAt: maybe(time) }),
    endpoints: fc.array(endpoint, { maxLength: 4 }),
  })
  .map((value) => compact(value) as Customer);

const set = fc.record({
  type: fc.constantFrom(...SET_COMPARISONS),
  values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
});

const attributeDimension = fc.oneof(
  fc.record({
    type: fc.constantFrom('INCLUSIVE' as const, 'EXCLUSIVE' as const, 'CONTAINS' as const),
    values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constantFrom('BEFORE' as const, 'AFTER' as const, 'ON' as const),
    values: fc.constantFrom(['2026-01-01'], ['2026-11-20']),
  }),
  fc.record({ type: fc.constant('BETWEEN' as const), values: fc.constant(['2025-12-31', '2026-11-20T00:00:00Z']) }),
);

const dimensions: fc.Arbitrary<Dimensions> = fc
  .record({
    attributes: maybe(fc.dictionary(name, attributeDimension, { minKeys: 1, maxKeys: 2, noNullPrototype: true })),
    userAttributes: maybe(fc.dictionary(name, attributeDimension, { minKeys: 1, maxKeys: 2, noNullPrototype: true })),
    metrics: maybe(
      fc.dictionary(
        name,
        fc.record({ comparison: fc.constantFrom(...METRIC_COMPARISONS), value: fc.integer({ min: -2, max: 2 }) }),
        { minKeys: 1, maxKeys: 2, noNullPrototype: true },
      ),
    ),
    demographic: maybe(
      fc.oneof(
        fc.record({ make: set }),
        fc.record({
          channel: fc.record({
            type: fc.constantFrom(...SET_COMPARISONS),
            values: fc.uniqueArray(fc.constantFrom(...CHANNEL_TYPES), { minLength: 1, maxLength: 4 }),
          }),
        }),
      ),
    ),
    location: maybe(
      fc.oneof(
        fc.record({ city: set, country: set }),
        fc.record({
          gpsPoint: fc.record({
            latitude: fc.integer({ min: -90, max: 90 }),
            longitude: fc.integer({ min: -180, max: 180 }),
            rangeInKilometers: fc.integer({ min: 0, max: 15_000 }),
          }),
        }),
      ),
    ),
    recency: maybe(
      fc.record({
        type: fc.constantFrom('ACTIVE' as const, 'INACTIVE' as const),
        days: fc.integer({ min: 1, max: 900 }),
      }),
    ),
  })
  .map((value) => compact(value) as Dimensions)
  .filter((value) => Object.keys(value).length > 0);

function group(sources: readonly string[]): fc.Arbitrary<SegmentGroup> {
  return fc
    .record({
      type: fc.constantFrom(...GROUP_TYPES),
      sourceType: fc.constantFrom(...GROUP_TYPES),
      sourceSegmentIds: sources.length === 0 ? fc.constant([]) : fc.subarray([...sources]),
      dimensions: fc.array(dimensions, { maxLength: 3 }),
    })
    .filter((value) => value.dimensions.length + value.sourceSegmentIds.length > 0);
}

/** A definition that may build on segments of these ids. */
export function definition(sources: readonly string[] = []): fc.Arbitrary<SegmentDefinition> {
  return fc.record({
    include: fc.constantFrom(...GROUP_TYPES),
    groups: fc.array(group(sources), { minLength: 1, maxLength: 3 }),
  });
}
