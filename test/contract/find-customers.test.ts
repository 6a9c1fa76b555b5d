import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createAddresses,
  createConsentLedger,
  createCustomerNames,
  createCustomerSource,
  createCustomerStore,
  createErasures,
  createEvents,
  createQuotas,
  createUsage,
} from '../../src/adapters/dynamodb/index.ts';
import { clientUsage } from '../../src/app/api-client/index.ts';
import { eraseCustomer, searchCustomers, upsertCustomers } from '../../src/app/customer/index.ts';
import { createMemoryApp } from '../unit/app/memory-app.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});
afterAll(() => embedded.stop());

function world() {
  const { database, tables } = embedded;
  const store = createCustomerStore(database, tables.customer);
  const addresses = createAddresses(database, tables.delivery);
  const search = {
    customers: createCustomerSource(database, tables.customer),
    names: createCustomerNames(database, tables.customer),
    addresses,
  };
  const { deps } = createMemoryApp();
  const change = {
    ...deps,
    customers: store,
    addresses,
    ledger: createConsentLedger(database, tables.audit),
    erasures: createErasures(database, tables.delivery),
    events: createEvents(database, tables),
  };
  const found = async (text: string) => {
    const answer = await searchCustomers(search, { text });
    return answer.ok ? answer.items.map(({ id, foundBy }) => [id, foundBy]) : answer.error.code;
  };
  const upsert = (...customers: object[]) => upsertCustomers(change, { actor: { id: 'minji' }, customers });
  return { search, change, found, upsert };
}

const mailbox = (id: string, address: string) => ({ id, channelType: 'EMAIL', address });

describe('customers in DynamoDB', () => {
  it('are found by id, by an address however it is written, and by the beginning of a name', async () => {
    const { search, found, upsert } = world();
    await upsert(
      {
        id: 'c-1',
        attributes: { Name: ['김서연'] },
        endpoints: [mailbox('e-1', 'Seoyeon@Example.com'), { id: 'p-1', channelType: 'SMS', address: '010-1234-5678' }],
      },
      {
        id: 'c-2',
        attributes: { FamilyName: ['김'], GivenName: ['서준'] },
        endpoints: [mailbox('e-2', 'family@example.com')],
      },
      { id: 'c-3', attributes: { Name: ['박민지'] }, endpoints: [mailbox('e-3', 'family@example.com')] },
      { id: 'c-4', endpoints: [{ id: 'd-4', channelType: 'APNS', address: 'AB'.repeat(32) }] },
    );
    expect(await found(' c-1 ')).toEqual([['c-1', 'ID']]);
    expect(await found('+82 10-1234-5678')).toEqual([['c-1', 'ADDRESS']]);
    expect(await found('seoyeon@EXAMPLE.com')).toEqual([['c-1', 'ADDRESS']]);
    expect(await found('ab'.repeat(32))).toEqual([['c-4', 'ADDRESS']]);
    expect(await found('김서')).toEqual([
      ['c-1', 'NAME'],
      ['c-2', 'NAME'],
    ]);
    const family = await found('family@example.com');
    expect(Array.isArray(family) ? family.sort() : family).toEqual([
      ['c-2', 'ADDRESS'],
      ['c-3', 'ADDRESS'],
    ]);
    const [one] =
      (await searchCustomers(search, { text: '01012345678' }).then((answer) => (answer.ok ? answer.items : []))) ?? [];
    expect(one?.endpoints.map(({ address, isFound }) => [address, isFound])).toEqual([
      ['Se***@example.com', false],
      ['+8210****5678', true],
    ]);
  });

  it('are not found by what is theirs no more, nor once they are erased', async () => {
    const { change, found, upsert } = world();
    await upsert({ id: 'x-1', attributes: { Name: ['최지우'] }, endpoints: [mailbox('x-e', 'old@example.com')] });
    expect(await found('old@example.com')).toEqual([['x-1', 'ADDRESS']]);
    await upsert({ id: 'x-1', attributes: { Name: ['이지우'] }, endpoints: [mailbox('x-e', 'new@example.com')] });
    expect(await found('old@example.com')).toEqual([]);
    expect(await found('new@example.com')).toEqual([['x-1', 'ADDRESS']]);
    expect(await found('최지')).toEqual([]);
    await eraseCustomer(change, { actor: { id: 'minji' }, customerId: 'x-1' });
    for (const text of ['x-1', 'new@example.com', '이지우']) expect(await found(text), text).toEqual([]);
    // Nothing that names them is left beside the address.
    expect(await change.addresses.findHolders('EMAIL:new@example.com')).toEqual([]);
  });

  it('are looked for only by what can be one', async () => {
    const { search, found } = world();
    for (const text of ['', '  ', '김', 'x'.repeat(501), 'a\u0000b'])
      expect(await found(text), text).toBe('INVALID_INPUT');
    const tooMany = await searchCustomers(search, { text: '김서', limit: 101 });
    expect(tooMany).toMatchObject({ error: { message: 'limit must be a number from 1 to 100.' } });
  });
});

describe('the usage of an API client in DynamoDB', () => {
  it('is counted by day beside what it has used of its quota, and is nothing on other days', async () => {
    const { database, tables } = embedded;
    const usage = createUsage(database, tables.access);
    const now = Date.UTC(2026, 10, 25, 3);
    const clock = { now: () => now, sleep: async () => undefined };
    await usage.count('shop', now, { isRefused: false });
    await usage.count('shop', now, { isRefused: true });
    await usage.count('shop', now - 86_400_000, { isRefused: false });
    expect(await clientUsage({ usage, clock }, { clientId: 'shop', days: 3 })).toEqual({
      ok: true,
      days: [
        { day: '2026-11-25', calls: 2, refused: 1, recipients: 0 },
        { day: '2026-11-24', calls: 1, refused: 0, recipients: 0 },
        { day: '2026-11-23', calls: 0, refused: 0, recipients: 0 },
      ],
    });
    // A call that took something of the quota is counted with that, and is none when it is given back.
    const quotas = createQuotas(database, tables.access);
    const use = { count: 3, minute: now, day: now - (now % 86_400_000), perMinute: 9, perDay: 99 };
    expect(await quotas.take('shop', use)).toBe('TAKEN');
    expect(await quotas.take('shop', use)).toBe('TAKEN');
    expect(await quotas.take('shop', { ...use, count: 4 })).toBe('MINUTE_FULL');
    const today = async () => usage.list('shop', ['2026-11-25']);
    expect(await today()).toEqual([{ day: '2026-11-25', calls: 4, refused: 1, recipients: 6 }]);
    await quotas.giveBack('shop', use);
    expect(await today()).toEqual([{ day: '2026-11-25', calls: 3, refused: 1, recipients: 3 }]);
    expect(await quotas.take('shop', { ...use, minute: now + 60_000 })).toBe('TAKEN');
    await quotas.giveBack('shop', use);
    expect(await today()).toEqual([{ day: '2026-11-25', calls: 3, refused: 1, recipients: 3 }]);
    expect(await clientUsage({ usage, clock }, { clientId: 'shop', days: 93 })).toMatchObject({
      error: { code: 'INVALID_INPUT' },
    });
  });
});
