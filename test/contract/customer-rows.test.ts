import { afterAll, beforeAll, expect, it } from 'vitest';
import { UpdateCommand } from '../../src/adapters/dynamodb/commands.ts';
import { createCustomerStore } from '../../src/adapters/dynamodb/index.ts';
import { readRow } from '../../src/adapters/dynamodb/read-rows.ts';
import { newCustomer, newEndpoint } from '../../src/domain/customer/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});
afterAll(() => embedded.stop());

it('an import writes whole rows, and leaves in them what is not the customer’s', async () => {
  const { database, tables } = embedded;
  const store = createCustomerStore(database, tables.customer);
  const ids = ['m-1', 'm-2', 'm-3'];
  const customerOf = (id: string, note: string) => ({
    ...newCustomer(id),
    attributes: { Note: [note] },
    endpoints: [newEndpoint(`e-${id}`, 'GCM', `token-${id}`)],
  });
  const marks = [{ slice: 'i#1', isNew: true, endpoints: 1 }];
  await store.putMany(ids.map((id) => ({ customer: customerOf(id, 'first'), revision: 0, marks })));
  const rowOf = async (id: string): Promise<Record<string, unknown>> =>
    (await readRow(database, tables.customer, { id })) ?? {};
  const first = await rowOf('m-1');
  expect(first).toMatchObject({ __typename: 'Customer', revision: 1 });
  await database.client.send(
    new UpdateCommand({
      TableName: tables.customer,
      Key: { id: 'm-1' },
      UpdateExpression: 'SET loyaltyTier = :gold',
      ExpressionAttributeValues: { ':gold': 'GOLD' },
    }),
  );

  const stored = await store.getMany(ids);
  const more = [...marks, { slice: 'i#501', isNew: false, endpoints: 0 }];
  const writes = [...stored.values()].map(({ value, revision, kept }) => ({
    customer: customerOf(value.id, 'second'),
    revision,
    marks: more,
    ...(kept === undefined ? {} : { kept }),
  }));
  expect(await store.putMany(writes)).toEqual(new Set());
  expect(await rowOf('m-1')).toMatchObject({
    __typename: 'Customer',
    loyaltyTier: 'GOLD',
    createdAt: first['createdAt'],
    revision: 2,
    attributes: { Note: ['second'] },
  });
  // Whoever says nothing of marks leaves them.
  const again = await store.getMany(ids);
  const silent = [...again.values()].map(({ value, revision, kept }) => ({
    customer: value,
    revision,
    ...(kept === undefined ? {} : { kept }),
  }));
  expect(await store.putMany(silent)).toEqual(new Set());
  expect((await store.getMany(['m-1'])).get('m-1')).toMatchObject({ revision: 3, marks: more });
});

it('who entered which campaigns when is read as it was written, also as the versions before wrote it', async () => {
  const { database, tables } = embedded;
  const store = createCustomerStore(database, tables.customer);
  const campaignEntries = {
    before: { entries: 1, lastAt: 5, decidedAt: 6 },
    since: { entries: 3, lastAt: 9, decidedAt: 10, earlier: [{ at: 7, decidedAt: 8 }], placed: [9] },
  };
  await store.put({ ...newCustomer('entered'), endpoints: [newEndpoint('e', 'GCM', 't')], campaignEntries }, 0);
  expect((await store.getMany(['entered'])).get('entered')?.value.campaignEntries).toEqual(campaignEntries);
});
