import { afterEach, describe, expect, it } from 'vitest';
import { connectDatabase, createCustomerStore } from '../../src/adapters/dynamodb/index.ts';
import { newCustomer } from '../../src/domain/customer/index.ts';
import { startServer, type LocalAnswer } from './local-server.ts';

const refusal = (name: string, more: object = {}): LocalAnswer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'As DynamoDB says it.', ...more },
});
const ACCEPTED: LocalAnswer = { status: 200, body: {} };

let server: Awaited<ReturnType<typeof startServer>>;
afterEach(() => server.stop());

/** A store whose calls are answered one after the other, the last answer for ever. */
async function createStore(...answers: LocalAnswer[]) {
  server = await startServer(() => (answers.length > 1 ? answers.shift() : answers[0]) ?? ACCEPTED);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const database = connectDatabase({ endpoint: server.url, region: 'ap-northeast-2', credentials });
  const operations = () => server.requests.map(({ headers }) => String(headers['x-amz-target']).split('.')[1]);
  return { store: createCustomerStore(database, 'Customer'), operations };
}

const writes = [newCustomer('a'), newCustomer('b')].map((customer) => ({ customer, revision: 0 }));

describe('customers that a transaction is writing at the same moment', () => {
  it('are written when it has ended', async () => {
    const { store, operations } = await createStore(refusal('TransactionConflictException'), ACCEPTED);
    expect(await store.put(newCustomer('a'), 0)).toBe(true);
    expect(operations()).toEqual(['PutItem', 'PutItem']);
  });

  it('make the write fail when it does not end', async () => {
    const { store } = await createStore(refusal('TransactionConflictException'));
    await expect(store.put(newCustomer('a'), 0)).rejects.toThrow('As DynamoDB says it.');
  });

  it.each([
    ['another transaction has one of them', [{ Code: 'TransactionConflict' }, { Code: 'None' }]],
    ['the store is too busy', [{ Code: 'None' }, { Code: 'ThrottlingError' }]],
  ])('are written together a little later when %s', async (_, reasons) => {
    const { store, operations } = await createStore(
      refusal('TransactionCanceledException', { CancellationReasons: reasons }),
      refusal('TransactionInProgressException'),
      ACCEPTED,
    );
    expect(await store.putMany(writes)).toEqual(new Set());
    expect(operations()).toEqual(['TransactWriteItems', 'TransactWriteItems', 'TransactWriteItems']);
  });

  it('are written one by one when that does not end', async () => {
    const conflict = { CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }] };
    const refused = refusal('TransactionCanceledException', conflict);
    const { store, operations } = await createStore(refused, refused, refused, refused, ACCEPTED);
    expect(await store.putMany(writes)).toEqual(new Set());
    expect(operations().slice(-2)).toEqual(['PutItem', 'PutItem']);
  });

  it('are not tried together again when a condition does not hold', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'TransactionConflict' }];
    const { store, operations } = await createStore(
      refusal('TransactionCanceledException', { CancellationReasons: reasons }),
      ACCEPTED,
    );
    expect(await store.putMany(writes)).toEqual(new Set());
    expect(operations()).toEqual(['TransactWriteItems', 'PutItem', 'PutItem']);
  });

  it('are written once by a call whose answer was lost: it comes again under the same token', async () => {
    const { store } = await createStore({ status: 500, body: {} }, ACCEPTED);
    expect(await store.putMany(writes)).toEqual(new Set());
    const tokens = server.requests.map(
      ({ body }) => (JSON.parse(body) as Record<string, unknown>)['ClientRequestToken'],
    );
    expect(tokens[0]).toEqual(expect.any(String));
    expect(tokens).toEqual([tokens[0], tokens[0]]);
  });
});
