import fc from 'fast-check';
import {
  CHANNELS,
  CHANNEL_TYPES,
  type Activity,
  type Customer,
  type Endpoint,
} from '../../../src/domain/customer/index.ts';
import type { Consent } from '../../../src/domain/consent/index.ts';
import type { Dimensions, SegmentDefinition, SegmentGroup } from '../../../src/domain/segment/index.ts';
import {
  ACTIVITY_STATES,
  CONSENT_STATES,
  EVENT_COMPARISONS,
  GROUP_TYPES,
  METRIC_COMPARISONS,
  SET_COMPARISONS,
} from '../../../src/domain/segment/index.ts';

export const NOW = Date.UTC(2026, 10, 23, 3, 0, 0);
const DAY = 86_400_000;

/** How often each property runs; CASES=100000 for a long search. */
export const CASES = Number(process.env['CASES'] ?? 1000);

/** What decides who gets a message is searched longer. */
export const MANY_CASES = Math.max(CASES, 10_000);

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

const eventName = fc.constantFrom('Purchase', 'Open', 'constructor');
const eventValue = fc.constantFrom('a', 'b', 'toString');
const TODAY = Math.floor((NOW + 9 * 3_600_000) / DAY);

const dayCounts = fc
  .uniqueArray(fc.tuple(fc.integer({ min: TODAY - 90, max: TODAY + 1 }), fc.integer({ min: 1, max: 3 })), {
    selector: ([day]) => day,
    maxLength: 4,
  })
  .map((counts) => [...counts].sort(([a], [b]) => a - b));

const map = <T>(key: fc.Arbitrary<string>, value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true });

const activity: fc.Arbitrary<Activity> = fc
  .record({
    lastActiveAt: maybe(time),
    events: maybe(
      map(eventName, fc.record({ days: dayCounts, attributes: maybe(map(name, map(eventValue, dayCounts))) })),
    ),
  })
  .map((value) => compact(value) as Activity);

const list = fc.constantFrom('list-1', 'list-2', 'list-3');

export const customer: fc.Arbitrary<Customer> = fc
  .record({
    id: fc.uuid(),
    attributes,
    consent,
    activity,
    importedSegments: maybe(fc.uniqueArray(list, { maxLength: 2 })),
    endpoints: fc.array(endpoint, { maxLength: 4 }),
  })
  .map((value) => compact(value) as Customer);

const set = fc.record({
  type: fc.constantFrom(...SET_COMPARISONS),
  values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
});

const textDimension = fc.record({
  type: fc.constantFrom('INCLUSIVE' as const, 'EXCLUSIVE' as const, 'CONTAINS' as const),
  values: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
});

const timeDimension = fc.oneof(
  fc.record({
    type: fc.constantFrom('BEFORE' as const, 'AFTER' as const, 'ON' as const),
    values: fc.constantFrom(['2026-01-01'], ['2026-11-20']),
  }),
  fc.record({ type: fc.constant('BETWEEN' as const), values: fc.constant(['2025-12-31', '2026-11-20T00:00:00Z']) }),
);

const recency = fc.record({ type: fc.constantFrom(...ACTIVITY_STATES), days: fc.integer({ min: 1, max: 900 }) });

const event = fc
  .record({
    type: fc.constantFrom(...EVENT_COMPARISONS),
    event: eventName,
    atLeast: fc.integer({ min: 1, max: 4 }),
    withinDays: fc.integer({ min: 1, max: 90 }),
    attribute: maybe(fc.record({ name, values: fc.uniqueArray(eventValue, { minLength: 1, maxLength: 2 }) })),
  })
  .map((value) => compact(value));

const consentDimension = fc
  .record({
    channel: fc.constantFrom(...CHANNELS),
    kind: fc.constantFrom('AD' as const, 'NIGHT' as const),
    type: fc.constantFrom(...CONSENT_STATES),
  })
  .filter(({ channel, kind }) => channel !== 'EMAIL' || kind === 'AD');

const named = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(name, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

/** Conditions that MongoDB's query language has too. */
const SHARED = {
  attributes: named(textDimension),
  userAttributes: named(textDimension),
  metrics: named(
    fc.record({ comparison: fc.constantFrom(...METRIC_COMPARISONS), value: fc.integer({ min: -2, max: 2 }) }),
  ),
  demographic: fc.oneof(
    fc.record({ make: set }),
    fc.record({
      channel: fc.record({
        type: fc.constantFrom(...SET_COMPARISONS),
        values: fc.uniqueArray(fc.constantFrom(...CHANNEL_TYPES), { minLength: 1, maxLength: 4 }),
      }),
    }),
  ),
  location: fc.record({ city: set, country: set }),
  recency,
  activeCustomer: recency,
  reach: fc.record({
    type: fc.constantFrom(...SET_COMPARISONS),
    values: fc.uniqueArray(fc.constantFrom(...CHANNELS), { minLength: 1, maxLength: 2 }),
  }),
  importedSegments: fc.record({
    type: fc.constantFrom(...SET_COMPARISONS),
    values: fc.uniqueArray(list, { minLength: 1, maxLength: 2 }),
  }),
};

/** Conditions that are our own. */
const OWN = {
  attributes: named(timeDimension),
  userAttributes: named(timeDimension),
  location: fc.record({
    gpsPoint: fc.record({
      latitude: fc.integer({ min: -90, max: 90 }),
      longitude: fc.integer({ min: -180, max: 180 }),
      rangeInKilometers: fc.integer({ min: 0, max: 15_000 }),
    }),
  }),
  events: fc.array(event, { minLength: 1, maxLength: 2 }),
  consent: fc.array(consentDimension, { minLength: 1, maxLength: 2 }),
};

type Kinds = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** One to three kinds of conditions: an entry that asks everything matches nobody. */
function dimensionsOf(...all: readonly Kinds[]): fc.Arbitrary<Dimensions> {
  const kinds = all.flatMap((some) => Object.entries(some)).map(([key, value]) => value.map((one) => ({ [key]: one })));
  return fc
    .array(fc.oneof(...kinds), { minLength: 1, maxLength: 3 })
    .map((chosen) => Object.assign({}, ...chosen) as Dimensions);
}

function group(dimensions: fc.Arbitrary<Dimensions>, sources: readonly string[]): fc.Arbitrary<SegmentGroup> {
  return fc
    .record({
      type: fc.constantFrom(...GROUP_TYPES),
      sourceType: fc.constantFrom(...GROUP_TYPES),
      sourceSegmentIds: sources.length === 0 ? fc.constant([]) : fc.subarray([...sources]),
      dimensions: fc.array(dimensions, { maxLength: 3 }),
    })
    .filter((value) => value.dimensions.length + value.sourceSegmentIds.length > 0);
}

const anyDimensions = dimensionsOf(SHARED, OWN);

/** A definition that may build on segments of these ids. */
export function definition(sources: readonly string[] = []): fc.Arbitrary<SegmentDefinition> {
  const any = group(anyDimensions, sources);
  return fc
    .record({
      include: fc.constantFrom(...GROUP_TYPES),
      groups: fc.array(any, { minLength: 1, maxLength: 3 }),
      exclude: fc.array(any, { maxLength: 1 }),
    })
    .map(({ exclude, ...rest }) => (exclude.length === 0 ? rest : { ...rest, exclude }));
}

/** A definition that MongoDB's query language can express. */
export const sharedDefinition: fc.Arbitrary<SegmentDefinition> = fc.record({
  include: fc.constantFrom(...GROUP_TYPES),
  groups: fc.array(group(dimensionsOf(SHARED), []), { minLength: 1, maxLength: 3 }),
});
