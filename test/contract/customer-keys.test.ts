import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomerKeys } from '../../src/adapters/dynamodb/index.ts';
import { createMemoryCustomerKeys } from '../../src/adapters/memory/index.ts';
import type { CustomerKeys } from '../../src/app/lake/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

const NOW = Date.UTC(2026, 10, 28, 3);

let database: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
let last = 0;
const newKey = (): string => `key-${(last += 1)}`;

beforeAll(async () => {
  database = await startEmbeddedDatabase();
});
afterAll(() => database.stop());

const stored = (): CustomerKeys => createCustomerKeys(database.database, database.tables.event, newKey);
const memory = createMemoryCustomerKeys(newKey);

describe.each([
  ['in memory', (): CustomerKeys => memory],
  ['in DynamoDB', stored],
])('keys of customers %s', (name, open) => {
  const at = (digest: string, moment = NOW) => ({ digest: `${name} ${digest}`, at: moment });
  const keyOf = async (digest: string, moment = NOW): Promise<string | undefined> =>
    (await open().find([at(digest, moment)])).get(`${name} ${digest}`);

  it('stay the same, are one for each customer, and many are found together', async () => {
    const first = await keyOf('a');
    expect(first).toMatch(/^key-/);
    expect(await keyOf('a')).toBe(first);
    expect(await keyOf('b')).not.toBe(first);
    const many = Array.from({ length: 150 }, (_, number) => at(`m${number}`));
    const found = await open().find([...many, ...many]);
    expect(new Set(found.values()).size).toBe(150);
    expect(await open().find(many)).toEqual(found);
  });

  it('are one where two give the first at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => keyOf('race')));
    expect(new Set(all).size).toBe(1);
  });

  it('are one for each of many of whom two say something first at the same moment, and nobody who they are', async () => {
    const many = Array.from({ length: 230 }, (_, number) => at(`nameless${number}`));
    const [one, other, half] = await Promise.all([
      open().find(many),
      open().find(many.toReversed()),
      open().find(many.slice(50, 150)),
    ]);
    expect(one.size).toBe(230);
    expect(new Set(one.values()).size).toBe(230);
    expect(new Map([...other].toReversed())).toEqual(one);
    for (const [digest, key] of half) expect(one.get(digest)).toBe(key);
    expect(await open().whose([...one.values()].slice(0, 100))).toEqual(new Map());
  });

  it('are one for each of many whose first events two bring at the same moment, and lead back', async () => {
    const many = Array.from({ length: 120 }, (_, number) => ({ ...at(`crowd${number}`), customerId: `c-${number}` }));
    const [one, other, half] = await Promise.all([
      open().find(many),
      open().find(many.toReversed()),
      open().find(many.slice(30, 90)),
    ]);
    expect(one.size).toBe(120);
    expect(new Map([...other].toReversed())).toEqual(one);
    for (const [digest, key] of half) expect(one.get(digest)).toBe(key);
    const whose = await open().whose([...one.values()]);
    expect(new Set(whose.values())).toEqual(new Set(many.map(({ customerId }) => customerId)));
  });

  it('lead to nobody after the erasure: what was said before gets none, what comes after a new one', async () => {
    const before = await keyOf('gone');
    await open().forget(`${name} gone`, NOW + 10);
    expect(await keyOf('gone', NOW + 10)).toBeUndefined();
    expect(await keyOf('gone', NOW)).toBeUndefined();
    const after = await keyOf('gone', NOW + 11);
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });

  it('are new at once after an erasure by somebody else, also for who knew the one before', async () => {
    const keys = open();
    const find = async (moment: number) => (await keys.find([at('elsewhere', moment)])).get(`${name} elsewhere`);
    const before = await find(NOW);
    await open().forget(`${name} elsewhere`, NOW + 10);
    const after = await find(NOW + 11);
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
  });

  it('lead back to whose they are once an event says so, and not after the erasure', async () => {
    const known = await keyOf('back');
    expect(known).toBeDefined();
    const key = known ?? '';
    expect(await open().whose([key])).toEqual(new Map());
    await open().find([{ ...at('back'), customerId: 'c-back' }, at('nameless')]);
    expect(await open().whose([key, 'key-of-nobody'])).toEqual(new Map([[key, 'c-back']]));
    await open().forget(`${name} back`, NOW + 10);
    expect(await open().whose([key])).toEqual(new Map());
    // What was said before is still on its way.
    await open().find([{ ...at('back'), customerId: 'c-back' }]);
    expect(await open().whose([key])).toEqual(new Map());
  });

  it('lead back whoever finds them after another that knew no name', async () => {
    const keys = open();
    const [key = ''] = (await keys.find([at('later')])).values();
    await keys.find([{ ...at('later'), customerId: 'c-later' }]);
    expect(await open().whose([key])).toEqual(new Map([[key, 'c-later']]));
  });
});
