import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomerNames, createCustomerStore } from '../../src/adapters/dynamodb/index.ts';
import { nameKeys, newCustomer } from '../../src/domain/customer/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});
afterAll(() => embedded.stop());

const keysOf = (text: string) => {
  const keys = nameKeys(text);
  if (keys === null) throw new Error(`${text} is too short.`);
  return keys;
};

it('finds customers by the beginning of their names, page by page, and as they are called now', async () => {
  const { database, tables } = embedded;
  const store = createCustomerStore(database, tables.customer);
  const names = createCustomerNames(database, tables.customer);
  const called = { a: '김서연', b: '김서준', c: '김서', d: '김민지', e: 'Minji KIM', f: '이서연' };
  const customers = Object.entries(called).map(([id, name]) => ({
    ...newCustomer(id),
    attributes: { Name: [name] },
  }));
  // Some are written as an import does, many together, and some alone.
  const marks = [{ slice: 'i#1', isNew: true, endpoints: 0 }];
  expect(await store.putMany(customers.slice(0, 3).map((customer) => ({ customer, revision: 0, marks })))).toEqual(
    new Set(),
  );
  for (const customer of customers.slice(3)) expect(await store.put(customer, 0)).toBe(true);
  await store.put(newCustomer('nameless'), 0);

  const first = await names.find(keysOf('김서'), { limit: 2 });
  expect(first?.ids).toEqual(['c', 'a']);
  const next = first?.nextToken === undefined ? {} : { nextToken: first.nextToken };
  expect(await names.find(keysOf('김서'), { limit: 2, ...next })).toEqual({ ids: ['b'] });
  expect((await names.find(keysOf('  minji '), { limit: 9 }))?.ids).toEqual(['e']);
  expect((await names.find(keysOf('김서'.normalize('NFD')), { limit: 9 }))?.ids).toEqual(['c', 'a', 'b']);
  expect(await names.find(keysOf('김서'), { limit: 9, nextToken: 'nonsense' })).toBeNull();

  // Whoever is called otherwise, or by no name any more, is found so alone; by either way of writing.
  await store.put({ ...newCustomer('a'), attributes: { FamilyName: ['박'], GivenName: ['서연'] } }, 1);
  await store.put(newCustomer('b'), 1);
  const kept = (await store.getMany(['c'])).get('c');
  await store.putMany([
    { customer: newCustomer('c'), revision: 1, marks, ...(kept?.kept === undefined ? {} : { kept: kept.kept }) },
    { customer: { ...newCustomer('g'), attributes: { GivenName: ['서윤'] } }, revision: 0, marks },
  ]);
  expect((await names.find(keysOf('김서'), { limit: 9 }))?.ids).toEqual([]);
  expect((await names.find(keysOf('박서'), { limit: 9 }))?.ids).toEqual(['a']);
  expect((await names.find(keysOf('서윤'), { limit: 9 }))?.ids).toEqual(['g']);
  await store.remove('g');
  expect((await names.find(keysOf('서윤'), { limit: 9 }))?.ids).toEqual([]);
});
