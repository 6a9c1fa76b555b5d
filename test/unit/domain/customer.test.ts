import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TYPES,
  applyChange,
  channelOf,
  mergeEndpoint,
  newCustomer,
  parseImportLine,
  sameEndpoint,
  type Customer,
  type CustomerChange,
  type Endpoint,
  type ParsedChange,
} from '../../../src/domain/customer/index.ts';
import { aCustomer, anEndpoint } from './people.ts';

const LINE = {
  Address: 'token-1',
  ApplicationId: 'app',
  Attributes: { favourites: ['책', '영화'] },
  ChannelType: 'GCM',
  CohortId: '42',
  CreationDate: '2024-01-02T03:04:05.678Z',
  Demographic: { AppVersion: '3.1', Timezone: 'Asia/Seoul' },
  EffectiveDate: '2026-10-01T00:00:00Z',
  EndpointStatus: 'ACTIVE',
  Id: 'e1',
  Location: { City: '서울', Country: 'KR', Latitude: 37.57, Longitude: 126.98 },
  Metrics: { visits: 3 },
  OptOut: 'NONE',
  RequestId: 'r1',
  User: { UserId: 'u1', UserAttributes: { Name: ['김하나'], 'AdConsent.PUSH': ['2026-01-01T00:00:00Z', 'app'] } },
};

const NOW = Date.UTC(2026, 10, 23);

function parse(change: object): ParsedChange {
  return parseImportLine(JSON.stringify({ ...LINE, ...change }));
}

function accepted(change: object = {}): CustomerChange {
  const line = parse(change);
  if (!line.ok) throw new Error(line.error.message);
  return line.change;
}

/** The customer that one line makes. */
function imported(change: object = {}): Customer {
  const outcome = applyChange(newCustomer('c'), accepted(change), { now: NOW });
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.customer;
}

function merged(customer: Customer, endpoint: Endpoint): Customer {
  const outcome = mergeEndpoint(customer, endpoint);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.customer;
}

describe('a line of an endpoint export', () => {
  it('becomes a customer id, an endpoint, user attributes and consent', () => {
    expect(accepted().customerId).toBe('u1');
    const { attributes, consent, endpoints } = imported();
    expect(endpoints).toEqual([
      {
        id: 'e1',
        channelType: 'GCM',
        address: 'token-1',
        status: 'ACTIVE',
        optOut: 'NONE',
        effectiveAt: Date.parse('2026-10-01T00:00:00Z'),
        createdAt: Date.parse('2024-01-02T03:04:05.678Z'),
        requestId: 'r1',
        attributes: { favourites: ['책', '영화'] },
        metrics: { visits: 3 },
        demographic: { appVersion: '3.1', timezone: 'Asia/Seoul' },
        location: { city: '서울', country: 'KR', latitude: 37.57, longitude: 126.98 },
      },
    ]);
    expect(attributes).toEqual({ Name: ['김하나'], 'AdConsent.PUSH': ['2026-01-01T00:00:00Z', 'app'] });
    expect(consent).toEqual({
      PUSH: { ad: { state: 'GRANTED', at: Date.parse('2026-01-01T00:00:00Z'), source: 'app' } },
    });
  });

  it('without a user becomes a customer of its own', () => {
    expect(accepted({ User: undefined }).customerId).toBe('endpoint:e1');
    expect(accepted({ User: { UserId: null } }).customerId).toBe('endpoint:e1');
  });

  it('may lack everything but id, address and channel', () => {
    const { endpoints } = imported({
      ...Object.fromEntries(Object.keys(LINE).map((key) => [key, null])),
      Id: 'e',
      Address: '+821012345678',
      ChannelType: 'SMS',
    });
    expect(endpoints).toEqual([
      anEndpoint({ id: 'e', address: '+821012345678', channelType: 'SMS', effectiveAt: NOW }),
    ]);
  });

  const many = Object.fromEntries(Array.from({ length: 251 }, (_, n) => [`n${n}`, ['v']]));
  it.each<[string, object, string]>([
    ['neither id nor address', { Id: undefined, Address: undefined }, 'MISSING_FIELD'],
    ['neither id nor channel', { Id: undefined, ChannelType: undefined }, 'MISSING_FIELD'],
    ['an unknown channel', { ChannelType: 'FAX' }, 'UNKNOWN_CHANNEL'],
    ['a channel named like a property of every object', { ChannelType: 'constructor' }, 'UNKNOWN_CHANNEL'],
    ['a number for an id', { Id: 7 }, 'INVALID_FIELD'],
    ['a text for a metric', { Metrics: { visits: '3' } }, 'INVALID_FIELD'],
    ['a text for attributes', { Attributes: 'x' }, 'INVALID_FIELD'],
    ['a bare text as an attribute', { Attributes: { city: '서울' } }, 'INVALID_FIELD'],
    ['a number in an attribute', { Attributes: { age: [3] } }, 'INVALID_FIELD'],
    ['an impossible latitude', { Location: { Latitude: 91 } }, 'INVALID_FIELD'],
    ['a date that does not exist', { EffectiveDate: '2026-02-31' }, 'INVALID_FIELD'],
    ['an unknown status', { EndpointStatus: 'DORMANT' }, 'INVALID_FIELD'],
    ['an unknown opt-out', { OptOut: 'SOME' }, 'INVALID_FIELD'],
    ['an over-long value', { Attributes: { x: ['x'.repeat(101)] } }, 'TOO_LONG'],
    ['an over-long name', { Attributes: { ['x'.repeat(51)]: ['x'] } }, 'TOO_LONG'],
    ['an over-long id', { Id: 'x'.repeat(501) }, 'TOO_LONG'],
    ['too many values', { Attributes: { x: Array.from({ length: 51 }, () => 'v') } }, 'TOO_MANY'],
    ['too many attributes', { Attributes: many }, 'TOO_MANY'],
    ['a control character', { Address: 'a\u0000b' }, 'CONTROL_CHARACTER'],
    ['broken Unicode', { Attributes: { x: ['\ud800'] } }, 'CONTROL_CHARACTER'],
    ['more than 15 KB', { Address: 'x'.repeat(15_400) }, 'TOO_LARGE'],
  ])('with %s is refused', (_name, change, code) => {
    expect(parse(change)).toMatchObject({ ok: false, error: { code } });
  });

  it.each([
    ['', 'INVALID_JSON'],
    ['{"Id":', 'INVALID_JSON'],
    ['[]', 'INVALID_JSON'],
    ['null', 'INVALID_JSON'],
    ['{"Metrics":{"x":NaN}}', 'INVALID_JSON'],
    ['{"Id":"e","Address":"a","ChannelType":"GCM","Attributes":{"__proto__":["x"]}}', 'RESERVED_NAME'],
    ['{"Id":"e","Address":"a","ChannelType":"GCM","Metrics":{"x":1e999}}', 'INVALID_FIELD'],
  ])('that reads %j is refused', (text, code) => {
    expect(parseImportLine(text)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('merging an endpoint', () => {
  it('changes nothing the second time', () => {
    const once = mergeEndpoint(newCustomer('c'), anEndpoint());
    expect(once).toMatchObject({ ok: true, changed: true });
    if (!once.ok) return;
    expect(mergeEndpoint(once.customer, anEndpoint())).toEqual({ ok: true, customer: once.customer, changed: false });
  });

  it('never lets an older one overwrite a newer one', () => {
    const customer = aCustomer();
    expect(mergeEndpoint(customer, anEndpoint({ address: 'old', effectiveAt: 999 }))).toMatchObject({ changed: false });
    expect(merged(customer, anEndpoint({ address: 'new', effectiveAt: 1001 })).endpoints[0]?.address).toBe('new');
  });

  const push = (n: number): Endpoint => anEndpoint({ id: `p${n}`, effectiveAt: 1000 + n });

  it('makes the oldest push endpoint inactive for the 16th, whatever the order', () => {
    const all = Array.from({ length: 16 }, (_, n) => push(n));
    for (const order of [all, all.toReversed()]) {
      const customer = order.reduce(merged, newCustomer('c'));
      const inactive = customer.endpoints.filter(({ status }) => status === 'INACTIVE').map(({ id }) => id);
      expect(inactive).toEqual(['p0']);
    }
  });

  it('is the same when the retired push endpoint is imported again', () => {
    const customer = Array.from({ length: 16 }, (_, n) => push(n)).reduce(merged, newCustomer('c'));
    expect(mergeEndpoint(customer, push(0))).toMatchObject({ ok: true, changed: false });
  });

  it('refuses the 16th of any other channel', () => {
    const customer = Array.from({ length: 15 }, (_, n) => push(n)).reduce(merged, newCustomer('c'));
    expect(mergeEndpoint(customer, anEndpoint({ id: 'm', channelType: 'EMAIL' }))).toMatchObject({
      ok: false,
      error: { code: 'ENDPOINT_LIMIT' },
    });
  });

  it('notices a difference in any field', () => {
    expect(sameEndpoint(anEndpoint(), anEndpoint())).toBe(true);
    const changes: Partial<Endpoint>[] = [
      { address: 'x' },
      { optOut: 'ALL' },
      { attributes: { a: ['1'] } },
      { metrics: { a: 1 } },
      { demographic: { make: 'x' } },
      { location: { city: 'x' } },
      { createdAt: 1 },
    ];
    for (const change of changes) expect(sameEndpoint(anEndpoint(), anEndpoint(change))).toBe(false);
  });
});

describe('applying an export line', () => {
  it('is idempotent, and keeps the user attributes of the newest endpoint in any order', () => {
    const older = accepted({
      Id: 'e1',
      EffectiveDate: '2026-01-01',
      User: { UserId: 'u', UserAttributes: { City: ['부산'], Old: ['1'] } },
    });
    const newer = accepted({
      Id: 'e2',
      EffectiveDate: '2026-02-01',
      User: { UserId: 'u', UserAttributes: { City: ['서울'] } },
    });
    const options = { now: NOW };
    for (const lines of [
      [older, newer],
      [newer, older],
      [older, newer, older, newer],
    ]) {
      let customer = newCustomer('u');
      for (const line of lines) {
        const outcome = applyChange(customer, line, options);
        if (outcome.ok) customer = outcome.customer;
      }
      expect(customer.attributes).toEqual({ City: ['서울'], Old: ['1'] });
      expect(applyChange(customer, newer, options)).toMatchObject({ ok: true, changed: false });
    }
  });
});

describe('channels', () => {
  it('have every push type under PUSH, and none for what no campaign sends', () => {
    expect(CHANNEL_TYPES.filter((type) => channelOf(type) === 'PUSH')).toHaveLength(8);
    expect(CHANNEL_TYPES.filter((type) => channelOf(type) === null)).toEqual(['VOICE', 'IN_APP']);
  });
});
