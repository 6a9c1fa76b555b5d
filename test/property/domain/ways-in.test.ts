import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readCsvRows } from '../../../src/import-reader/read-csv-rows.ts';
import { readJsonRows } from '../../../src/import-reader/read-json-rows.ts';
import { readJsonValues } from '../../../src/import-reader/read-json-values.ts';
import type { Row } from '../../../src/import-reader/row.ts';
import {
  applyChange,
  newCustomer,
  parseCustomer,
  parseImportLine,
  type Customer,
  type ParsedChange,
} from '../../../src/domain/customer/index.ts';
import { MANY_CASES, NOW } from './arbitraries.ts';

/** Somebody as people know them, before anybody writes them down. */
const person = fc.record({
  id: fc.string({ unit: fc.constantFrom('a', 'B', '한', '7', '-', '"', '\\', '{', "'"), minLength: 1, maxLength: 6 }),
  local: fc.stringMatching(/^[a-z][a-z0-9.]{0,4}[a-z]$/).filter((local) => !local.includes('..')),
  domain: fc.constantFrom('example.com', 'mail.example.co.kr'),
  digits: fc.stringMatching(/^\d{8}$/),
  city: fc.string({ unit: fc.constantFrom('서', '울', ' ', ',', '"', '\\', ';', 'x'), minLength: 1, maxLength: 8 }),
  visits: fc.integer({ min: -9, max: 999 }),
  isOut: fc.boolean(),
});
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never;

const around = fc.constantFrom('', ' ', '\u00a0', '\u200b', '\t', ' \ufeff');
/** One of the ways in which people write the same thing. */
const spelling = fc.record({
  before: around,
  after: around,
  isLoud: fc.boolean(),
  number: fc.constantFrom(
    (digits: string) => `+8210${digits}`,
    (digits: string) => `010-${digits.slice(0, 4)}-${digits.slice(4)}`,
    (digits: string) => `+82 (0)10 ${digits.slice(0, 4)} ${digits.slice(4)}`,
    (digits: string) => `10${digits}`,
    (digits: string) => `０１０－${digits}`,
  ),
});
type Spelling = typeof spelling extends fc.Arbitrary<infer S> ? S : never;

function written(who: Person, { before, after, isLoud, number }: Spelling) {
  const around = (text: string): string => `${before}${text}${after}`;
  return {
    id: around(who.id),
    email: around(`${who.local}@${isLoud ? who.domain.toUpperCase() : who.domain}`),
    phone: around(number(who.digits)),
    out: around(who.isOut ? 'ALL' : 'NONE'),
    name: around('City'),
    metric: around('visits'),
  };
}

function applied(parsed: ParsedChange, known?: Customer): Customer {
  if (!parsed.ok) throw new Error(`${parsed.error.code}: ${parsed.error.message}`);
  const customer = known ?? newCustomer(parsed.change.customerId);
  const outcome = applyChange(customer, parsed.change, { now: NOW });
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.customer;
}

async function imported(rows: AsyncIterable<Row>): Promise<Customer> {
  let customer: Customer | undefined;
  for await (const row of rows) {
    if (!('text' in row)) throw new Error(`${row.code}: ${row.reason}`);
    customer = applied(parseImportLine(row.text), customer);
  }
  if (customer === undefined) throw new Error('Nobody was read.');
  return customer;
}

/** A file as it comes: in pieces that end anywhere. */
async function* pieces(text: string, at: number): AsyncGenerator<string> {
  yield text.slice(0, at);
  yield text.slice(at);
}

function ownRow(who: Person, spelled: Spelling): object {
  const { id, email, phone, out, name, metric } = written(who, spelled);
  const said = { optOut: out, attributes: { [name]: [who.city] }, metrics: { [metric]: who.visits } };
  return {
    id,
    attributes: { [name]: [who.city] },
    endpoints: [
      { channelType: 'EMAIL', address: email, ...said },
      { channelType: 'SMS', address: phone, ...said },
    ],
  };
}

function pinpointRows(who: Person, spelled: Spelling): object[] {
  const { id, email, phone, out, name, metric } = written(who, spelled);
  return [
    ['EMAIL', email],
    ['SMS', phone],
  ].map(([ChannelType, Address], index) => ({
    Id: `endpoint-${index}`,
    ChannelType,
    Address,
    OptOut: out,
    EndpointStatus: 'ACTIVE',
    EffectiveDate: '2026-11-01T00:00:00.000Z',
    CreationDate: '2026-11-01T00:00:00.000Z',
    ApplicationId: 'app',
    CohortId: '7',
    Attributes: { [name]: [who.city] },
    Metrics: { [metric]: who.visits },
    User: { UserId: id, UserAttributes: { [name]: [who.city] } },
  }));
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function csv(who: Person, spelled: Spelling): string {
  const { id, email, phone, out, name, metric } = written(who, spelled);
  const columns = [
    ['User.UserId', id],
    ['EMAIL', email],
    ['SMS', phone],
    ['OptOut', out],
    [`User.UserAttributes.${name}`, who.city],
    [`Attributes.${name}`, who.city],
    [`Metrics.${metric}`, String(who.visits)],
  ];
  return `${columns.map(([title = '']) => cell(title)).join(',')}\r\n${columns.map(([, value = '']) => cell(value)).join(',')}\r\n`;
}

/** Without what only one way says: names of endpoints, and when they were written down. */
function comparable({ id, attributes, endpoints }: Customer): unknown {
  const said = endpoints.map(({ channelType, address, optOut, attributes: own, metrics }) => {
    return { channelType, address, optOut, attributes: own, metrics };
  });
  return { id, attributes, endpoints: said.sort((a, b) => (a.channelType < b.channelType ? -1 : 1)) };
}

describe('the same people', { timeout: 300_000 }, () => {
  it('by a call, in lines, in a list, in a table and in an export of Pinpoint are the same customers', async () => {
    const five = fc.tuple(spelling, spelling, spelling, spelling, spelling);
    await fc.assert(
      fc.asyncProperty(person, five, fc.nat(200), async (who, [a, b, c, d, e], at) => {
        // An attribute of blanks alone is no attribute in a table.
        fc.pre(who.city.trim() !== '');
        const expected = comparable(applied(parseCustomer(ownRow(who, a))));
        const others = {
          lines: await imported(readJsonRows(pieces(`${JSON.stringify(ownRow(who, b))}\n`, at), 'utf-8')),
          list: await imported(readJsonValues(pieces(JSON.stringify([ownRow(who, c)], null, 2), at), 'utf-8')),
          table: await imported(readCsvRows(pieces(csv(who, d), at), 'utf-8', {})),
          pinpoint: await imported(
            readJsonRows(
              pieces(
                pinpointRows(who, e)
                  .map((row) => JSON.stringify(row))
                  .join('\n'),
                at,
              ),
              'utf-8',
            ),
          ),
        };
        for (const [way, customer] of Object.entries(others)) {
          // `toEqual` takes longer than all the rest; it is asked only to show a difference.
          if (!isDeepStrictEqual(comparable(customer), expected)) {
            expect({ way, customer: comparable(customer) }).toEqual({ way, customer: expected });
          }
        }
        expect(expected).toMatchObject({
          id: who.id,
          endpoints: [{ address: `${who.local}@${who.domain}` }, { address: `+8210${who.digits}` }],
        });
      }),
      { numRuns: MANY_CASES },
    );
  });
});
