import { PutCommand } from '../../src/adapters/dynamodb/commands.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomerSource, createCustomerStore, createJobs } from '../../src/adapters/dynamodb/index.ts';
import { newCustomer } from '../../src/domain/customer/index.ts';
import { jobOf, SPEC } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});
afterAll(async () => {
  await embedded.stop();
});

describe('a customer row that somebody damaged', () => {
  it('is a customer of whom nothing is known, so that planning and sending go on with the others', async () => {
    const { database, tables } = embedded;
    const source = createCustomerSource(database, tables.customer);
    await createCustomerStore(database, tables.customer).put(newCustomer('whole'), 0);
    await database.client.send(
      new PutCommand({ TableName: tables.customer, Item: { id: 'damaged', endpoints: 'none', revision: 1 } }),
    );
    const { customers } = await source.scan(0, 1, null);
    const found = await source.getMany(['damaged', 'whole']);
    expect(customers.map(({ id }) => id).sort()).toEqual(['damaged', 'whole']);
    expect(found.get('damaged')).toEqual(newCustomer('damaged'));
  });
});

describe('the spec of a job that somebody damaged', () => {
  it('is told from one that is not there', async () => {
    const { database, tables } = embedded;
    const jobs = createJobs(database, tables);
    await jobs.create(jobOf('damaged'), SPEC);
    const Item = { pk: 'job#damaged', sk: 'SPEC', spec: { ...SPEC, templates: 'none' } };
    await database.client.send(new PutCommand({ TableName: tables.delivery, Item }));
    expect([await jobs.getSpec('damaged'), await jobs.getSpec('nobody')]).toEqual(['UNREADABLE', null]);
  });
});
