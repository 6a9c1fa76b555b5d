import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { csvObject } from '../../../src/import-reader/csv-object.ts';
import { mapColumns } from '../../../src/import-reader/map-columns.ts';
import {
  applyChange,
  newCustomer,
  parseCustomer,
  parseImportLine,
  recordEvent,
  seoulDay,
  type Activity,
  type ChannelType,
  type Customer,
  type Endpoint,
  type ParsedChange,
} from '../../../src/domain/customer/index.ts';
import { NOW, consent, endpoint } from './arbitraries.ts';

/** What is promised of every customer is tried on at least this many. */
const ROUND_TRIPS = Math.max(10_000, Number(process.env['CASES'] ?? 0));

/** Blanks inside a text are its own; those around it are no part of an id, a name or an address. */
const text = fc
  .string({ unit: fc.constantFrom('a', '한', '"', ',', '{', '\\', '👩', ' ', '='), minLength: 1, maxLength: 8 })
  .map((any) => any.trim() || 'a');
const attributes = fc.dictionary(text, fc.array(text, { maxLength: 3 }), { maxKeys: 4, noNullPrototype: true });
const day = fc.integer({ min: seoulDay(NOW) - 89, max: seoulDay(NOW) });

const dayCounts = fc
  .uniqueArray(fc.tuple(day, fc.integer({ min: 1, max: 99 })), { selector: ([on]) => on, minLength: 1, maxLength: 5 })
  .map((days) => days.sort(([a], [b]) => a - b));

const values = fc.dictionary(text, dayCounts, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const events = fc.dictionary(
  text,
  fc.oneof(
    fc.record({ days: dayCounts }),
    fc.record({
      days: dayCounts,
      attributes: fc.dictionary(text, values, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
    }),
  ),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);
/** Not those weeks of 1970 that are our seconds taken for milliseconds: a call that says one is refused. */
const time = fc.integer({ min: 0, max: NOW }).filter((moment) => moment < 1e9 || moment >= 1e10);

const activity: fc.Arbitrary<Activity> = fc.record(
  { firstSeenAt: time, lastActiveAt: time, lastOpenedAt: time, events },
  { requiredKeys: [] },
);

/** A channel that was never asked is absent: nothing is kept of it, and nothing that is kept was said in the future. */
const keptConsent = consent.map((byChannel) =>
  Object.fromEntries(
    Object.entries(byChannel)
      .filter(([, record]) => Object.keys(record).length > 0)
      .map(([channel, record]) => [
        channel,
        Object.fromEntries(
          Object.entries(record).map(([kind, decision]) => [kind, { ...decision, at: Math.min(decision.at, NOW) }]),
        ),
      ]),
  ),
);

/** Addresses as they are kept are ones that their channel can send to. */
function addressOf(channelType: ChannelType, letters: string): string {
  if (channelType === 'EMAIL') return `${letters}@example.com`;
  if (channelType === 'SMS' || channelType === 'VOICE') return `+8210${String(letters.charCodeAt(0)).padStart(8, '0')}`;
  // No word that stands for no token begins with a t.
  return `t${letters}`;
}

/** Customers as they are kept: addresses are there, at most 15 endpoints are active, each has an id of its own. */
const customer: fc.Arbitrary<Customer> = fc.record(
  {
    id: text,
    attributes,
    consent: keptConsent,
    activity,
    endpoints: fc.uniqueArray(
      fc
        .record({
          base: endpoint,
          letters: fc.stringMatching(/^[a-z]{1,8}$/),
          attributes,
          createdAt: time,
          requestId: fc.option(text, { nil: undefined }),
        })
        .map(({ base, requestId, letters, ...more }): Endpoint => ({
          ...base,
          ...more,
          address: addressOf(base.channelType, letters),
          ...(requestId === undefined ? {} : { requestId }),
        })),
      { selector: ({ id }) => id, maxLength: 6 },
    ),
    importedSegments: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['id', 'attributes', 'consent', 'activity', 'endpoints'] },
);

/** `toEqual` on tens of thousands of customers takes minutes; it is asked only to show a difference. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function imported(parsed: ParsedChange, into?: Customer): Customer {
  if (!parsed.ok) throw new Error(`${parsed.error.code}: ${parsed.error.message}`);
  const { change } = parsed;
  const outcome = applyChange(into ?? newCustomer(change.customerId), change, { now: NOW });
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.customer;
}

/** An endpoint as Pinpoint writes it into an export. */
function pinpointLine({ id, attributes: userAttributes }: Customer, of: Endpoint): string {
  const pascal = (fields: object) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]: [string, unknown]) => [name[0]?.toUpperCase() + name.slice(1), value]),
    );
  return JSON.stringify({
    Id: of.id,
    ChannelType: of.channelType,
    Address: of.address,
    EndpointStatus: of.status,
    OptOut: of.optOut,
    EffectiveDate: new Date(of.effectiveAt).toISOString(),
    CreationDate: of.createdAt === undefined ? undefined : new Date(of.createdAt).toISOString(),
    RequestId: of.requestId,
    Attributes: of.attributes,
    Metrics: of.metrics,
    Demographic: pascal(of.demographic),
    Location: pascal(of.location),
    User: { UserId: id, UserAttributes: userAttributes },
    ApplicationId: 'app',
    CohortId: '7',
  });
}

describe('import(export(x)) = x', { timeout: 300_000 }, () => {
  it('holds for a customer with everything that is known of them, by call and by file', () => {
    fc.assert(
      fc.property(customer, (x) => {
        const exported = JSON.stringify(x);
        same(imported(parseCustomer(JSON.parse(exported))), x);
        const once = imported(parseImportLine(exported));
        same(once, x);
        expect(imported(parseImportLine(exported), once)).toBe(once);
      }),
      { numRuns: ROUND_TRIPS },
    );
  });

  it('holds for endpoints in Pinpoint’s own format, in any order', () => {
    fc.assert(
      fc.property(customer, fc.boolean(), (any, isReversed) => {
        const x = { ...any, consent: {}, activity: {}, importedSegments: undefined };
        const lines = x.endpoints.map((one) => pinpointLine(any, one));
        const ordered = isReversed ? lines.toReversed() : lines;
        const back = ordered.reduce<Customer>(
          (known, line) => imported(parseImportLine(line), known),
          newCustomer(x.id),
        );
        const byId = (a: Endpoint, b: Endpoint) => (a.id < b.id ? -1 : 1);
        same(back.endpoints.toSorted(byId), x.endpoints.toSorted(byId));
        if (lines.length > 0) expect(back.attributes).toEqual(x.attributes);
      }),
      { numRuns: ROUND_TRIPS },
    );
  });

  it('holds for a CSV with Pinpoint’s headers', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('a@example.com', 'a@xn--3e0b707e.example', 'a=b@example.com'),
        attributes,
        // What the store has a place for; others are refused.
        fc.double({ noNaN: true, min: -1e100, max: 1e100 }).filter((one) => one === 0 || Math.abs(one) >= 1e-100),
        (id, address, lists, metric) => {
          const filled = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
          const columns: [string, string][] = [
            ['Id', id],
            ['ChannelType', 'EMAIL'],
            ['Address', address],
            ['Metrics.spent', String(metric)],
            ...Object.entries(filled).flatMap(([name, list]) =>
              list.map((cell): [string, string] => [`Attributes.${name}`, cell]),
            ),
          ];
          // The header is trimmed: names that blanks surround are other names.
          fc.pre(columns.every(([header]) => header === header.trim()));
          const mapped = mapColumns(columns.map(([header]) => header));
          if (!mapped.ok) throw new Error(mapped.message);
          const { row } = csvObject(
            mapped.targets,
            columns.map(([, cell]) => cell),
          );
          const line = JSON.stringify(row);
          const [back] = imported(parseImportLine(line)).endpoints;
          expect(back).toMatchObject({ id, address, channelType: 'EMAIL' });
          expect(back?.metrics['spent'] ?? Number.NaN).toBe(metric === 0 ? 0 : metric);
          expect(back?.attributes).toEqual(filled);
        },
      ),
      { numRuns: ROUND_TRIPS },
    );
  });
});

describe('what is said of a customer', { timeout: 300_000 }, () => {
  it('said twice changes nothing the second time, and never throws, whatever it is', () => {
    const words = fc.oneof(fc.jsonValue(), text, fc.constantFrom('EMAIL', 'ALL', 'ACTIVE', null, 5));
    const value = fc.record(
      {
        id: fc.constantFrom('c', 7),
        attributes: fc.oneof(attributes, words),
        consent: fc.oneof(consent, words),
        activity: fc.oneof(activity, words),
        endpoints: fc.oneof(
          fc.array(fc.record({ id: text, channelType: words, address: text, optOut: words }, { requiredKeys: [] })),
          words,
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(value, fc.anything()), customer, (said, known) => {
        const parsed = parseCustomer(said);
        if (!parsed.ok) {
          expect(parsed.error.code).toMatch(/^[A-Z_]+$/);
          return;
        }
        const once = applyChange(known, parsed.change, { now: NOW });
        if (!once.ok) return;
        const again = applyChange(once.customer, parsed.change, { now: NOW + 5 });
        expect(again).toMatchObject({ ok: true, changed: false });
      }),
      { numRuns: ROUND_TRIPS },
    );
  });
});

describe('activity', () => {
  it('stays within its bounds, whatever a customer does and in whatever order', () => {
    const event = fc.record({
      name: fc.integer({ min: 0, max: 70 }).map((n) => `e${n}`),
      at: fc.integer({ min: NOW - 200 * 86_400_000, max: NOW + 86_400_000 }),
      attributes: fc.dictionary(fc.constantFrom(...'abcdefghijklm'), fc.integer({ min: 0, max: 40 }).map(String), {
        maxKeys: 13,
      }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 150 }), (all) => {
        const { events: kept = {} } = all.reduce<Activity>((known, one) => recordEvent(known, one, NOW), {});
        expect(Object.keys(kept).length).toBeLessThanOrEqual(50);
        for (const { days, attributes: byName = {} } of Object.values(kept)) {
          expect(days.every(([on], index) => on > seoulDay(NOW) - 90 && on > (days[index - 1]?.[0] ?? 0))).toBe(true);
          expect(Object.keys(byName).length).toBeLessThanOrEqual(10);
          for (const byValue of Object.values(byName)) expect(Object.keys(byValue).length).toBeLessThanOrEqual(20);
        }
      }),
      { numRuns: 300 },
    );
  });
});
