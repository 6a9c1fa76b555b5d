import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoDbError } from '../../../../src/offline/services/contract.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';
import { openEmbeddedStore } from '../../../../src/offline/services/dynamodb/embedded-store.ts';
import { prepare } from '../../../../src/offline/services/dynamodb/operations.ts';

const ACCOUNT = { region: 'ap-northeast-2', accountId: '000000000000' };

/** Words that lie about where one ends and the next begins, are empty, or are no keys at all. */
const word = fc.constantFrom('a', 'b', 'ab', '1 a', '2 ab', 'a1 b', '', '가', 'a\u0000', 'ㄱ'.repeat(700));
const key = fc.record({ pk: fc.record({ S: word }), sk: fc.record({ S: word }) });
const oddKey = fc.oneof(
  key,
  fc.constantFrom({ pk: { S: 'a' } }, { pk: { N: '1' }, sk: { S: 'a' } }, { pk: { S: 'a', N: '1' }, sk: { S: 'b' } }),
);
const value = fc.oneof(
  fc.constantFrom({ N: '1' }, { N: '-0.5' }, { N: '01' }, { N: 'x' }, { N: '1e200' }, { BOOL: true }, { NULL: true }),
  fc.constantFrom(
    { NULL: false },
    { SS: ['a', 'b'] },
    { SS: ['a', 'a'] },
    { SS: [] },
    {},
    { S: 'a', N: '1' },
    { B: 'AQ==' },
  ),
  fc.record({ S: fc.constantFrom('', 'x', 'x'.repeat(140_000), '가'.repeat(140_000)) }),
  fc.record({ M: fc.dictionary(fc.constantFrom('in', '__proto__', 'constructor'), fc.constant({ N: '2' })) }),
  fc.record({ L: fc.array(fc.constantFrom({ S: 'e' }, { N: '3' }, { N: 'y' }), { maxLength: 2 }) }),
);
const condition = fc.constantFrom(
  {},
  { ConditionExpression: 'attribute_not_exists(pk)' },
  { ConditionExpression: '#n = :a', ExpressionAttributeNames: { '#n': 'n' } },
  { ConditionExpression: '#n BETWEEN :a AND :b', ExpressionAttributeNames: { '#n': 'n' } },
  { ConditionExpression: 'contains(tags, :a) OR size(n) > :b' },
  { ConditionExpression: 'attribute_type(n, :a)' },
  { ConditionExpression: 'n = ' },
  { ConditionExpression: '#unknown = :a' },
  { Expected: { n: { Value: { N: '1' } } } },
);
const change = fc.constantFrom(
  { UpdateExpression: 'SET n = :a, m.x = :b' },
  { UpdateExpression: 'SET n = if_not_exists(n, :a) + :b REMOVE gone' },
  { UpdateExpression: 'ADD n :a DELETE tags :b' },
  { UpdateExpression: 'SET l = list_append(l, :a), k = :b' },
  { UpdateExpression: 'SET pk = :a' },
  {},
);
const values = fc.oneof(
  fc.record({ ':a': value, ':b': value }).map((all) => ({ ExpressionAttributeValues: all })),
  fc.record({ ':a': value }).map((all) => ({ ExpressionAttributeValues: all })),
  fc.constant({}),
);
const returned = fc.constantFrom(
  {},
  { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
  { ReturnValuesOnConditionCheckFailure: 'SOME' },
  { ReturnValues: 'ALL_OLD' },
  { ReturnValues: 'ALL_NEW' },
);
const item = fc.tuple(oddKey, fc.dictionary(fc.constantFrom('n', 'tags', '__proto__'), value)).map(([keys, more]) => ({
  Item: { ...more, ...keys },
}));

const together = (first: object, parts: readonly object[]): Record<string, unknown> =>
  parts.reduce((sum: object, part) => ({ ...sum, ...part }), { TableName: 'Things', ...first }) as Record<
    string,
    unknown
  >;

const operation = fc.oneof(
  fc.tuple(item, condition, values, returned).map((parts) => ['PutItem', together({}, parts)] as const),
  fc
    .tuple(oddKey, change, condition, values, returned)
    .map(([Key, ...parts]) => ['UpdateItem', together({ Key }, parts)] as const),
  fc
    .tuple(oddKey, condition, values, returned)
    .map(([Key, ...parts]) => ['DeleteItem', together({ Key }, parts)] as const),
);

/** What a store makes of a request before it runs it. */
function outcome(store: DynaliteStore, name: string, input: Record<string, unknown>): unknown {
  try {
    return structuredClone(prepare(store, name, structuredClone(input)));
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    return `${error.name}: ${error.message}`;
  }
}

describe('a write that comes again with other values', () => {
  it('is taken and refused as if it were the first', async () => {
    const known = await openEmbeddedStore(ACCOUNT);
    await fc.assert(
      fc.asyncProperty(operation, async ([name, input]) => {
        const fresh = await openEmbeddedStore(ACCOUNT);
        expect(outcome(known, name, input)).toEqual(outcome(fresh, name, input));
        await fresh.db.close();
      }),
      { numRuns: 600 },
    );
    await known.db.close();
  });
});

describe('the items of a table', () => {
  let db: EmbeddedDynamoDb;
  beforeAll(async () => {
    db = await createDynamoDb(ACCOUNT);
    await db.ensureTable({
      name: 'Things',
      arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Things',
      logicalId: 'ThingsTable',
      attributeDefinitions: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
      ],
      keySchema: [
        { name: 'pk', type: 'HASH' },
        { name: 'sk', type: 'RANGE' },
      ],
      globalSecondaryIndexes: [],
      localSecondaryIndexes: [],
    });
  });
  afterAll(() => db.stop());

  const keyOf = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
  const batch = (keys: readonly object[], more: object = {}) =>
    db.call('BatchGetItem', { RequestItems: { Things: { Keys: keys, ...more } } });

  it('are each found by their own key, one by one and together, however keys run into each other', async () => {
    const written = new Map<string, object>();
    const part = fc.constantFrom('a', 'b', 'ab', 'ba', '1', '1 a', '2 ab', 'a1 b', '가', 'ㄱ', 'a/b', '/');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 6 }), fc.nat(), async (pairs, n) => {
        for (const [pk, sk] of pairs) {
          const Item = { ...keyOf(pk, sk), n: { N: String(n) } };
          await db.call('PutItem', { TableName: 'Things', Item });
          written.set(JSON.stringify([pk, sk]), Item);
        }
        for (const [pk, sk] of pairs)
          expect(await db.call('GetItem', { TableName: 'Things', Key: keyOf(pk, sk) })).toEqual({
            Item: written.get(JSON.stringify([pk, sk])),
          });
        const different = [...new Set(pairs.map((pair) => JSON.stringify(pair)))];
        const keys = different.map((text) => keyOf(...(JSON.parse(text) as [string, string])));
        const { Responses: responses, UnprocessedKeys: left } = await batch([...keys, keyOf('none', 'none')]);
        const found = (responses as { Things: object[] }).Things;
        expect(found).toHaveLength(different.length);
        expect(found).toEqual(expect.arrayContaining(different.map((text) => written.get(text))));
        expect(left).toEqual({});
      }),
      { numRuns: 100 },
    );
  });

  it('are refused together when one is asked for twice, in whatever order its attributes stand', async () => {
    const twice = { name: 'ValidationException', message: 'Provided list of item keys contains duplicates' };
    await expect(batch([keyOf('a', 'b'), keyOf('a', 'b')])).rejects.toMatchObject(twice);
    await expect(batch([keyOf('a', 'b'), { sk: { S: 'b' }, pk: { S: 'a' } }])).rejects.toMatchObject(twice);
  });

  it('are refused together when there are more than a hundred, none, or one has another key', async () => {
    const many = Array.from({ length: 101 }, (_, n) => keyOf('a', String(n)));
    await expect(batch(many)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(batch([])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(batch([keyOf('a', 'b'), { pk: { S: 'a' } }])).rejects.toMatchObject({
      message: 'The provided key element does not match the schema',
    });
    await expect(
      db.call('BatchGetItem', { RequestItems: { None: { Keys: [keyOf('a', 'b')] } } }),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('come together as far as an answer has room, with the keys of the others', async () => {
    const keys = Array.from({ length: 8 }, (_, n) => keyOf('large', String(n)));
    for (const one of keys)
      await db.call('PutItem', { TableName: 'Things', Item: { ...one, text: { S: 'x'.repeat(300_000) } } });
    const { Responses: responses, UnprocessedKeys: left } = await batch(keys);
    const found = (responses as { Things: { sk: { S: string } }[] }).Things.map(({ sk }) => sk.S);
    const others = (left as { Things: { Keys: { sk: { S: string } }[] } }).Things.Keys.map(({ sk }) => sk.S);
    expect(others.length).toBeGreaterThan(0);
    expect([...found, ...others].sort()).toEqual(keys.map(({ sk }) => sk.S));
  });

  it('come together with the attributes that were asked for, and with the units they cost', async () => {
    await db.call('PutItem', { TableName: 'Things', Item: { ...keyOf('some', 's'), n: { N: '1' }, m: { N: '2' } } });
    expect(await batch([keyOf('some', 's')], { ProjectionExpression: 'm' })).toMatchObject({
      Responses: { Things: [{ m: { N: '2' } }] },
    });
    const counted = await db.call('BatchGetItem', {
      RequestItems: { Things: { Keys: [keyOf('some', 's')], ConsistentRead: true } },
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(counted).toMatchObject({ ConsumedCapacity: [{ TableName: 'Things', CapacityUnits: 1 }] });
  });
});
