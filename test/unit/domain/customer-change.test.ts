import { describe, expect, it } from 'vitest';
import {
  applyChange,
  newCustomer,
  parseCustomer,
  parseImportLine,
  type Customer,
  type CustomerChange,
} from '../../../src/domain/customer/index.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

function change(value: object): CustomerChange {
  const parsed = parseCustomer({ id: 'c1', ...value });
  if (!parsed.ok) throw new Error(`${parsed.error.code}: ${parsed.error.message}`);
  return parsed.change;
}

function applied(customer: Customer, value: object): Customer {
  const outcome = applyChange(customer, change(value), { now: NOON });
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.customer;
}

describe('what is said of a customer', () => {
  it('sets attributes by name, takes away what is null, and leaves the rest', () => {
    const customer = aCustomer({ attributes: { City: ['서울'], Tier: ['gold'], Old: ['1'] } });
    expect(applied(customer, { attributes: { City: ['부산', '대구'], Old: null } }).attributes).toEqual({
      City: ['부산', '대구'],
      Tier: ['gold'],
    });
  });

  it('changes the fields of an endpoint that it names, and dates the endpoint now', () => {
    const known = anEndpoint({ metrics: { visits: 1, spent: 5 }, demographic: { make: 'LG', locale: 'ko' } });
    const [endpoint] = applied(aCustomer({ endpoints: [known] }), {
      endpoints: [{ id: 'e1', metrics: { visits: 2, spent: null }, demographic: { make: null, model: 'S24' } }],
    }).endpoints;
    expect(endpoint).toEqual({
      ...known,
      effectiveAt: NOON,
      metrics: { visits: 2 },
      demographic: { locale: 'ko', model: 'S24' },
    });
  });

  it('finds an endpoint without an id by its channel and address, and makes one id for a new one', () => {
    const value = { endpoints: [{ channelType: 'EMAIL', address: 'a@example.com' }] };
    const once = applied(newCustomer('c1'), value);
    expect(once.endpoints[0]?.id).toMatch(/^auto-[0-9a-f]{32}$/);
    expect(once.endpoints[0]?.id).not.toContain('example');
    const again = applyChange(once, change(value), { now: NOON + 1000 });
    expect(again).toMatchObject({ ok: true, changed: false });
    const other = applied(newCustomer('c2'), { endpoints: [{ channelType: 'EMAIL', address: 'b@example.com' }] });
    expect(other.endpoints[0]?.id).not.toBe(once.endpoints[0]?.id);
  });

  it('never overwrites an endpoint that is newer', () => {
    const customer = aCustomer({ endpoints: [anEndpoint({ effectiveAt: NOON })] });
    const old = { endpoints: [{ id: 'e1', address: 'older', effectiveAt: NOON - 1 }] };
    expect(applied(customer, old)).toBe(customer);
  });

  it('makes an inactive endpoint active again when its address is a new one', () => {
    const customer = aCustomer({ endpoints: [anEndpoint({ status: 'INACTIVE' })] });
    expect(applied(customer, { endpoints: [{ id: 'e1', address: 'new' }] }).endpoints[0]?.status).toBe('ACTIVE');
    const same = { endpoints: [{ id: 'e1', address: 'token-1', metrics: { a: 1 } }] };
    expect(applied(customer, same).endpoints[0]?.status).toBe('INACTIVE');
  });

  it('C31 opts an address in again by a consent with its words, later than the refusal, and by nothing else', () => {
    const customer = aCustomer({ endpoints: [anEndpoint({ optOut: 'ALL', effectiveAt: NOON - 5_000 })] });
    const optIn = { id: 'e1', optOut: 'NONE' };
    const consent = (at: number, wording?: string) => ({
      PUSH: { ad: { state: 'GRANTED', at, source: 'form', ...(wording === undefined ? {} : { wording }) } },
    });
    const words = '[선택] 광고성 정보 수신동의';
    const optOutAfter = (value: object) => applied(customer, value).endpoints[0]?.optOut;
    expect(optOutAfter({ endpoints: [optIn] })).toBe('ALL');
    expect(optOutAfter({ endpoints: [{ ...optIn, effectiveAt: NOON }] })).toBe('ALL');
    expect(optOutAfter({ endpoints: [optIn], consent: consent(NOON - 1_000) })).toBe('ALL');
    expect(optOutAfter({ endpoints: [optIn], consent: consent(NOON - 6_000, words) })).toBe('ALL');
    expect(optOutAfter({ endpoints: [optIn], consent: consent(NOON - 1_000, words) })).toBe('NONE');
  });

  it('keeps the latest consent, whichever arrives last', () => {
    const decision = (state: string, at: number) => ({ consent: { SMS: { ad: { state, at, source: 'web' } } } });
    const late = applied(applied(aCustomer(), decision('WITHDRAWN', 2000)), decision('GRANTED', 1000));
    expect(late.consent.SMS?.ad).toEqual({ state: 'WITHDRAWN', at: 2000, source: 'web' });
  });

  it('makes the oldest of 16 push endpoints inactive, and refuses the 16th of another channel', () => {
    const many = (channelType: string) => ({
      endpoints: Array.from({ length: 16 }, (_, n) => ({ id: `p${n}`, channelType, address: `t${n}`, effectiveAt: n })),
    });
    const push = applied(newCustomer('c1'), many('GCM'));
    expect(push.endpoints.filter(({ status }) => status === 'INACTIVE').map(({ id }) => id)).toEqual(['p0']);
    const sms = applyChange(newCustomer('c1'), change(many('CUSTOM')), { now: NOON });
    expect(sms).toMatchObject({ ok: false, error: { code: 'ENDPOINT_LIMIT' } });
  });

  it('leaves imported segments, the last one too, and stays off lists it was never on', () => {
    const listed = aCustomer({ importedSegments: ['s1', 's2'] });
    const without = applied(listed, { leftSegments: ['s1', 'never'] });
    expect(without.importedSegments).toEqual(['s2']);
    // An empty list, not an absent field: a store that sets fields would keep the old one.
    expect(applied(without, { leftSegments: ['s2'] }).importedSegments).toEqual([]);
    expect(applied(listed, { leftSegments: ['s2'], importedSegments: ['s3'] }).importedSegments).toEqual(['s1', 's3']);
    for (const same of [aCustomer({}), listed]) expect(applied(same, { leftSegments: ['never'] })).toBe(same);
  });

  it('gathers imported segments, each once', () => {
    const customer = applied(aCustomer({ importedSegments: ['s1'] }), { importedSegments: ['s2', 's1'] });
    expect(customer.importedSegments).toEqual(['s1', 's2']);
  });

  it.each<[string, object, string]>([
    ['no id', { id: undefined }, 'MISSING_FIELD'],
    ['a misspelt field', { attribute: {} }, 'UNKNOWN_FIELD'],
    ['a misspelt field of an endpoint', { endpoints: [{ id: 'e', adress: 'x' }] }, 'UNKNOWN_FIELD'],
    ['an endpoint that is not an object', { endpoints: ['x'] }, 'INVALID_FIELD'],
    ['endpoints that are not a list', { endpoints: {} }, 'INVALID_FIELD'],
    ['31 endpoints', { endpoints: Array.from({ length: 31 }, () => ({})) }, 'TOO_MANY'],
    ['consent without a date', { consent: { SMS: { ad: { state: 'GRANTED', source: 'x' } } } }, 'MISSING_FIELD'],
    ['consent on a channel there is not', { consent: { FAX: {} } }, 'UNKNOWN_FIELD'],
    ['a state there is not', { consent: { SMS: { ad: { state: 'MAYBE', at: 1, source: 'x' } } } }, 'INVALID_FIELD'],
    ['a time that is not one', { activity: { lastActiveAt: 'yesterday' } }, 'INVALID_FIELD'],
    ['a number that is not one', { activity: { lastActiveAt: Number.NaN } }, 'INVALID_FIELD'],
    ['a negative count', { activity: { events: { buy: { days: [[20_000, -1]] } } } }, 'INVALID_FIELD'],
    ['a metric that is not finite', { endpoints: [{ id: 'e', metrics: { a: Infinity } }] }, 'INVALID_FIELD'],
    ['a metric that the store has no place for', { endpoints: [{ id: 'e', metrics: { a: 1e126 } }] }, 'INVALID_FIELD'],
    ['a metric too small for the store', { endpoints: [{ id: 'e', metrics: { a: 1e-131 } }] }, 'INVALID_FIELD'],
    ['a reserved name', JSON.parse('{"attributes":{"__proto__":["x"]}}') as object, 'RESERVED_NAME'],
    ['a reserved name at the top', JSON.parse('{"__proto__":{"x":1}}') as object, 'RESERVED_NAME'],
  ])('with %s is refused', (_name, value, code) => {
    const row = Object.defineProperties({ id: 'c1' }, Object.getOwnPropertyDescriptors(value)) as object;
    expect(parseCustomer(row)).toMatchObject({ ok: false, error: { code } });
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it.each([[null], [7], ['text'], [[]]])('that is %j is refused', (value) => {
    expect(parseCustomer(value)).toMatchObject({ ok: false, error: { code: 'INVALID_JSON' } });
  });
});

describe('a line of an import', () => {
  const parse = (value: object): CustomerChange => {
    const parsed = parseImportLine(JSON.stringify(value));
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.change;
  };

  it('with a user id alone names somebody who must exist', () => {
    expect(parse({ User: { UserId: 'u1', UserAttributes: { Tier: ['gold'] } } })).toMatchObject({
      customerId: 'u1',
      mustExist: true,
      endpoints: [],
      attributes: { Tier: ['gold'] },
    });
  });

  it('with an id and a field changes that field of an endpoint that is known', () => {
    const line = parse({ Id: 'e1', Metrics: { visits: 9 }, User: { UserId: 'c1' } });
    const outcome = applyChange(aCustomer(), line, { now: NOON });
    expect(outcome).toMatchObject({
      ok: true,
      customer: { endpoints: [{ address: 'token-1', metrics: { visits: 9 } }] },
    });
    expect(applyChange(newCustomer('c1'), line, { now: NOON })).toMatchObject({
      ok: false,
      error: { code: 'MISSING_FIELD' },
    });
  });

  it('of an export replaces an older endpoint whole', () => {
    const known = anEndpoint({ attributes: { gone: ['x'] } });
    const dated = { Id: 'e1', ChannelType: 'GCM', Address: 't', EffectiveDate: '2026-01-01', User: { UserId: 'c1' } };
    const outcome = applyChange(aCustomer({ endpoints: [known] }), parse(dated), { now: NOON });
    expect(outcome.ok && outcome.customer.endpoints[0]?.attributes).toEqual({});
  });

  it('with an address and no user becomes a customer of its own, the same one every time', () => {
    const line = { ChannelType: 'SMS', Address: '+821012345678' };
    expect(parse(line).customerId).toBe(parse(line).customerId);
    expect(parse(line).customerId).toMatch(/^endpoint:auto-/);
  });
});
