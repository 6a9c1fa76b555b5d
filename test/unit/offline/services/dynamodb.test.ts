import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/offline/assembly/resources.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

const CUSTOMERS: Table = {
  name: 'Customer',
  arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Customer',
  logicalId: 'CustomerTable',
  attributeDefinitions: [
    { name: 'id', type: 'S' },
    { name: 'city', type: 'S' },
    { name: 'age', type: 'N' },
  ],
  keySchema: [{ name: 'id', type: 'HASH' }],
  globalSecondaryIndexes: [
    { name: 'byCity', keySchema: [{ name: 'city', type: 'HASH' }], projection: { type: 'ALL', nonKeyAttributes: [] } },
  ],
  localSecondaryIndexes: [],
};

let db: EmbeddedDynamoDb;
const open = (folder?: string) => createDynamoDb({ folder, region: 'ap-northeast-2', accountId: '000000000000' });
beforeEach(async () => {
  db = await open();
  await db.ensureTable(CUSTOMERS);
});
afterEach(() => db.stop());

const put = (id: string, city: string, n = 0) =>
  db.call('PutItem', { TableName: 'Customer', Item: { id: { S: id }, city: { S: city }, n: { N: String(n) } } });
const get = (id: string) => db.call('GetItem', { TableName: 'Customer', Key: { id: { S: id } } });

async function byCity(city: string): Promise<string[]> {
  const ids: string[] = [];
  let start: unknown;
  do {
    const page = await db.call('Query', {
      TableName: 'Customer',
      IndexName: 'byCity',
      KeyConditionExpression: 'city = :c',
      ExpressionAttributeValues: { ':c': { S: city } },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    for (const item of page['Items'] as { id: { S: string } }[]) ids.push(item.id.S);
    start = page['LastEvaluatedKey'];
  } while (start !== undefined);
  return ids;
}

const HANGUL_420_000_BYTES = '가'.repeat(140_000);

/** Every way in by which an item gets to be stored. */
const WRITES: readonly (readonly [string, (attributes: Record<string, unknown>) => Promise<unknown>])[] = [
  ['PutItem', (attributes) => db.call('PutItem', { TableName: 'Customer', Item: { id: { S: 'a' }, ...attributes } })],
  [
    'UpdateItem',
    (attributes) =>
      db.call('UpdateItem', {
        TableName: 'Customer',
        Key: { id: { S: 'a' } },
        UpdateExpression: `SET ${Object.keys(attributes)
          .map((name) => `#${name} = :${name}`)
          .join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(Object.keys(attributes).map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`:${name}`, value]),
        ),
      }),
  ],
  [
    'BatchWriteItem',
    (attributes) =>
      db.call('BatchWriteItem', {
        RequestItems: { Customer: [{ PutRequest: { Item: { id: { S: 'a' }, ...attributes } } }] },
      }),
  ],
];

describe('what DynamoDB does not store', () => {
  it.each(WRITES)('S16 is an empty key of an index, by %s', async (_operation, write) => {
    await expect(write({ city: { S: '' } })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byCity, IndexKey: city',
    });
    expect(await get('a')).toEqual({});
    await write({ note: { S: '' } });
    expect(await get('a')).toMatchObject({ Item: { note: { S: '' } } });
  });

  it.each(WRITES)('S26 is an item of more than 400 KB of UTF-8, by %s', async (_operation, write) => {
    await expect(write({ note: { S: HANGUL_420_000_BYTES } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('has exceeded the maximum allowed size') as unknown,
    });
    await expect(write({ list: { L: [{ M: { 노트: { S: HANGUL_420_000_BYTES } } }] } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await write({ note: { S: HANGUL_420_000_BYTES.slice(0, 136_000) } });
  });

  it('S26 is a key of more bytes than a key may have', async () => {
    await expect(put('가'.repeat(683), 'x')).rejects.toThrow('Size of hashkey has exceeded');
    await expect(put('a', '가'.repeat(683))).rejects.toThrow('Size of hashkey has exceeded');
    await put('가'.repeat(682), '가'.repeat(682));
  });

  it('S16 S26 is found in a transaction, which then writes nothing', async () => {
    const item = { id: { S: 'b' }, city: { S: '' } };
    await expect(
      db.call('TransactWriteItems', {
        TransactItems: [
          { Put: { TableName: 'Customer', Item: { id: { S: 'a' } } } },
          { Put: { TableName: 'Customer', Item: item } },
        ],
      }),
    ).rejects.toMatchObject({ reasons: [{ Code: 'None' }, { Code: 'ValidationError' }] });
    expect(await get('a')).toEqual({});
  });
});

describe('the embedded DynamoDB', () => {
  it('moves an item between index partitions when its attribute changes', async () => {
    await put('a', '서울');
    await db.call('UpdateItem', {
      TableName: 'Customer',
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET city = :c',
      ExpressionAttributeValues: { ':c': { S: '부산' } },
    });
    expect(await byCity('서울')).toEqual([]);
    expect(await byCity('부산')).toEqual(['a']);
    await db.call('DeleteItem', { TableName: 'Customer', Key: { id: { S: 'a' } } });
    expect(await byCity('부산')).toEqual([]);
  });

  it('keeps every item of a large index partition', async () => {
    for (let batch = 0; batch < 400; batch += 1) {
      await db.call('BatchWriteItem', {
        RequestItems: {
          Customer: Array.from({ length: 25 }, (_, n) => ({
            PutRequest: { Item: { id: { S: `c${batch * 25 + n}` }, city: { S: '서울' } } },
          })),
        },
      });
    }
    const ids = await byCity('서울');
    expect(ids).toHaveLength(10_000);
    expect(new Set(ids).size).toBe(10_000);
  });

  it('applies concurrent updates of one item one after another', async () => {
    await put('a', '서울');
    await Promise.all(
      Array.from({ length: 50 }, () =>
        db.call('UpdateItem', {
          TableName: 'Customer',
          Key: { id: { S: 'a' } },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    );
    expect(await get('a')).toMatchObject({ Item: { n: { N: '50' } } });
  });

  it('gives the item with a failed condition when asked to', async () => {
    await put('a', '서울', 7);
    const conditional = (more: object) =>
      db.call('PutItem', {
        TableName: 'Customer',
        Item: { id: { S: 'a' } },
        ConditionExpression: 'attribute_not_exists(id)',
        ...more,
      });
    await expect(conditional({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      item: { id: { S: 'a' }, n: { N: '7' } },
    });
    await expect(conditional({})).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', item: undefined });
  });

  it('does not change the input it was given', async () => {
    const input = { TableName: 'Customer', Key: { id: { S: 'a' } }, Unknown: 1 };
    await db.call('GetItem', input);
    expect(input).toEqual({ TableName: 'Customer', Key: { id: { S: 'a' } }, Unknown: 1 });
  });

  it('refuses by name what it does not run', async () => {
    await expect(db.call('ExecuteStatement', {})).rejects.toMatchObject({ name: 'NotSupportedOffline', status: 501 });
    await expect(db.call('UpdateTimeToLive', {})).rejects.toThrow(/UpdateTimeToLive is not supported/);
  });

  it('words a missing table and an invalid expression as DynamoDB does', async () => {
    await expect(db.call('GetItem', { TableName: 'Nothing', Key: { id: { S: 'a' } } })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(
      db.call('UpdateItem', { TableName: 'Customer', Key: { id: { S: 'a' } }, UpdateExpression: 'SET' }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('names every table or index that a request touches, for IAM', () => {
    const request = (operation: string, body: object) => ({
      service: 'dynamodb',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: Buffer.from(JSON.stringify(body)),
      principal: null,
    });
    const arn = 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/';
    expect(db.authorizationOf(request('Query', { TableName: 'A', IndexName: 'i' }))).toEqual([
      { action: 'dynamodb:Query', resource: `${arn}A/index/i` },
    ]);
    expect(db.authorizationOf(request('BatchWriteItem', { RequestItems: { A: [], B: [] } }))).toEqual([
      { action: 'dynamodb:BatchWriteItem', resource: `${arn}A` },
      { action: 'dynamodb:BatchWriteItem', resource: `${arn}B` },
    ]);
    expect(
      db.authorizationOf(request('TransactWriteItems', { TransactItems: [{ ConditionCheck: { TableName: 'A' } }] })),
    ).toEqual([{ action: 'dynamodb:ConditionCheckItem', resource: `${arn}A` }]);
  });
});

describe('a DynamoDB folder', () => {
  it('is read again after a restart and refuses a changed table', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
    try {
      const first = await open(folder);
      await first.ensureTable(CUSTOMERS);
      await first.call('PutItem', { TableName: 'Customer', Item: { id: { S: 'a' }, city: { S: '서울' } } });
      await first.stop();
      const second = await open(folder);
      await second.ensureTable(CUSTOMERS);
      expect(await second.call('GetItem', { TableName: 'Customer', Key: { id: { S: 'a' } } })).toHaveProperty('Item');
      await expect(second.ensureTable({ ...CUSTOMERS, globalSecondaryIndexes: [] })).rejects.toThrow(/--fresh/);
      await second.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a transaction', () => {
  it('writes all or nothing and gives one reason per action', async () => {
    await put('a', '서울', 1);
    const steps = (expected: string) => ({
      TransactItems: [
        { Put: { TableName: 'Customer', Item: { id: { S: 'b' }, city: { S: '부산' } } } },
        {
          Update: {
            TableName: 'Customer',
            Key: { id: { S: 'a' } },
            UpdateExpression: 'SET n = n + :one',
            ConditionExpression: 'n = :n',
            ExpressionAttributeValues: { ':one': { N: '1' }, ':n': { N: expected } },
          },
        },
        {
          ConditionCheck: {
            TableName: 'Customer',
            Key: { id: { S: 'z' } },
            ConditionExpression: 'attribute_not_exists(id)',
          },
        },
      ],
    });
    await expect(db.call('TransactWriteItems', steps('9'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      reasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
    });
    expect(await get('b')).toEqual({});
    expect(await byCity('부산')).toEqual([]);
    await db.call('TransactWriteItems', steps('1'));
    expect(await get('a')).toMatchObject({ Item: { n: { N: '2' } } });
    expect(await byCity('부산')).toEqual(['b']);
  });

  it('is idempotent under one client token', async () => {
    await put('a', '서울', 1);
    const add = (by: string) => ({
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName: 'Customer',
            Key: { id: { S: 'a' } },
            UpdateExpression: 'SET n = n + :by',
            ExpressionAttributeValues: { ':by': { N: by } },
          },
        },
      ],
    });
    await db.call('TransactWriteItems', add('1'));
    await db.call('TransactWriteItems', add('1'));
    expect(await get('a')).toMatchObject({ Item: { n: { N: '2' } } });
    await expect(db.call('TransactWriteItems', add('2'))).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('refuses two actions on one item and works beside single writes', async () => {
    const update = {
      Update: {
        TableName: 'Customer',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    };
    await expect(db.call('TransactWriteItems', { TransactItems: [update, update] })).rejects.toThrow(
      /multiple operations/,
    );
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0 ? db.call('TransactWriteItems', { TransactItems: [update] }) : db.call('UpdateItem', update.Update),
      ),
    );
    expect(await get('a')).toMatchObject({ Item: { n: { N: '20' } } });
    expect(
      await db.call('TransactGetItems', {
        TransactItems: [
          { Get: { TableName: 'Customer', Key: { id: { S: 'a' } } } },
          { Get: { TableName: 'Customer', Key: { id: { S: 'no' } } } },
        ],
      }),
    ).toEqual({ Responses: [{ Item: { id: { S: 'a' }, n: { N: '20' } } }, {}] });
  });
});
