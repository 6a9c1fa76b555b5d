import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

let db: EmbeddedDynamoDb;
beforeAll(async () => {
  db = await createDynamoDb({ region: 'ap-northeast-2', accountId: '000000000000' });
  await db.ensureTable({
    name: 'Things',
    arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Things',
    logicalId: 'ThingsTable',
    attributeDefinitions: [{ name: 'id', type: 'S' }],
    keySchema: [{ name: 'id', type: 'HASH' }],
    globalSecondaryIndexes: [],
    localSecondaryIndexes: [],
  });
});
afterAll(() => db.stop());

const update = (id: string, expression: string, values?: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  db.call('UpdateItem', {
    TableName: 'Things',
    Key: { id: { S: id } },
    UpdateExpression: expression,
    ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    ReturnValues: 'ALL_NEW',
    ...more,
  });

describe('an expression that comes again', () => {
  it('is used with its own values, names and types each time', async () => {
    for (const [n, kind] of [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'a'],
    ]) {
      const values = { ':n': { N: n }, ':k': { S: kind } };
      const names = { ExpressionAttributeNames: { '#n': `n${kind}` } };
      const { Attributes } = await update(`u${n}`, 'SET #n = :n, kind = :k', values, names);
      expect(Attributes).toEqual({ id: { S: `u${n}` }, [`n${kind}`]: { N: n }, kind: { S: kind } });
    }
    const { Attributes } = await update(
      'u4',
      'SET #n = :n, kind = :k',
      { ':n': { L: [] }, ':k': { BOOL: true } },
      {
        ExpressionAttributeNames: { '#n': 'na' },
      },
    );
    expect(Attributes).toEqual({ id: { S: 'u4' }, na: { L: [] }, kind: { BOOL: true } });
  });

  it('is not confused by one object under two names', async () => {
    const same = { N: '7' };
    await update('same', 'SET a1 = :a1, b1 = :b1', { ':a1': same, ':b1': same });
    const { Attributes } = await update('same', 'SET a1 = :a1, b1 = :b1', { ':a1': { N: '1' }, ':b1': { N: '2' } });
    expect(Attributes).toMatchObject({ a1: { N: '1' }, b1: { N: '2' } });
  });

  it('adds to what is there, and does not remember the sum', async () => {
    await update('sum', 'SET n = if_not_exists(n, :zero) + :one', { ':zero': { N: '0' }, ':one': { N: '1' } });
    await update('sum', 'SET n = if_not_exists(n, :zero) + :one', { ':zero': { N: '0' }, ':one': { N: '1' } });
    const { Attributes } = await update('other', 'SET n = if_not_exists(n, :zero) + :one', {
      ':zero': { N: '0' },
      ':one': { N: '5' },
    });
    expect(Attributes).toMatchObject({ n: { N: '5' } });
    expect((await db.call('GetItem', { TableName: 'Things', Key: { id: { S: 'sum' } } }))['Item']).toMatchObject({
      n: { N: '2' },
    });
  });

  it('is refused each time for what is wrong with it', async () => {
    for (let time = 1; time <= 2; time += 1) {
      await expect(update('x', 'SET a = :a', { ':a': { N: '1' }, ':b': { N: '1' } })).rejects.toThrow(/unused.*:b/);
      await expect(update('x', 'SET a = :a + :b', { ':a': { N: '1' }, ':b': { S: '1' } })).rejects.toThrow(
        /operand type/,
      );
      await expect(update('x', 'SET a = ', { ':a': { N: '1' } })).rejects.toThrow(/Syntax error/);
      await expect(update('x', 'SET a = :c', { ':a': { N: '1' } })).rejects.toThrow(/not defined/);
      await expect(
        update(
          'x',
          'SET a = :a',
          { ':a': { N: '1' }, ':lo': { N: '9' }, ':hi': { N: '1' } },
          {
            ConditionExpression: 'b BETWEEN :lo AND :hi',
          },
        ),
      ).rejects.toThrow(/BETWEEN/);
    }
  });

  it('decides each condition by its own value', async () => {
    await update('c', 'SET v = :v', { ':v': { N: '1' } });
    const put = (expected: string) =>
      db.call('PutItem', {
        TableName: 'Things',
        Item: { id: { S: 'c' }, v: { N: '1' } },
        ConditionExpression: 'v = :expected',
        ExpressionAttributeValues: { ':expected': { N: expected } },
      });
    await expect(put('2')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await put('1');
    await expect(put('2')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });
});

describe('the values of an item', () => {
  const put = (value: unknown) => db.call('PutItem', { TableName: 'Things', Item: { id: { S: 'v' }, value } });

  it.each([
    ['two types', { S: 'x', N: '1' }, /more than one datatypes/],
    ['no type', {}, /empty/],
    ['a number that is none', { N: 'x' }, /numeric/],
    ['a number that is none, deep inside', { M: { a: { L: [{ N: '1x' }] } } }, /numeric/],
    ['too many digits', { N: '1'.repeat(39) }, /38 significant digits/],
    ['a false null', { NULL: false }, /Null attribute/],
    ['an empty set', { SS: [] }, /empty/],
    ['a number for a text', { S: 1 }, /String/],
    ['a text for a list', { L: 'x' }, /Unexpected field type/],
  ])('are refused with %s', async (_, value, message) => {
    await expect(put(value)).rejects.toThrow(message);
  });

  it('are kept as they are, numbers in one spelling', async () => {
    const value = {
      M: { a: { L: [{ S: '' }, { BOOL: false }, { NULL: true }] }, n: { N: '-0.5' }, s: { SS: ['a', 'b'] } },
    };
    await put(value);
    expect(await db.call('GetItem', { TableName: 'Things', Key: { id: { S: 'v' } } })).toEqual({
      Item: { id: { S: 'v' }, value },
    });
    for (const spelling of ['1.50', '01.5', '15e-1', '1.5']) {
      await put({ N: spelling });
      expect(await db.call('GetItem', { TableName: 'Things', Key: { id: { S: 'v' } } })).toMatchObject({
        Item: { value: { N: '1.5' } },
      });
    }
  });

  it('are not shared with the caller', async () => {
    const Key = { id: { S: 'mine' } };
    await db.call('UpdateItem', {
      TableName: 'Things',
      Key,
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    });
    expect(Key).toEqual({ id: { S: 'mine' } });
  });
});

describe('what DynamoDB refuses of a request', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  const among = (count: number) =>
    db.call('Scan', {
      TableName: 'Things',
      FilterExpression: `n IN (${numbers(count)
        .map((n) => `:v${n}`)
        .join(', ')})`,
      ExpressionAttributeValues: Object.fromEntries(numbers(count).map((n) => [`:v${n}`, { N: n }])),
    });

  it('is an IN of more than a hundred values', async () => {
    await among(100);
    await expect(among(101)).rejects.toThrow(
      'Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101',
    );
  });

  it('is an expression of more than 4 KB', async () => {
    const filter = (times: number) =>
      db.call('Scan', {
        TableName: 'Things',
        FilterExpression: Array.from({ length: times }, () => 'n = :n').join(' OR '),
        ExpressionAttributeValues: { ':n': { N: '1' } },
      });
    await filter(400);
    await expect(filter(500)).rejects.toThrow('Invalid FilterExpression: Expression size has exceeded');
  });

  it('is a choice of attributes that names none', async () => {
    const scan = { TableName: 'Things', Select: 'SPECIFIC_ATTRIBUTES' };
    await expect(db.call('Scan', scan)).rejects.toThrow('Must specify the AttributesToGet or ProjectionExpression');
    await db.call('Scan', { ...scan, ProjectionExpression: 'id' });
  });

  it('is a consistent read of a global secondary index, by a scan too', async () => {
    await db.ensureTable({
      name: 'Places',
      arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Places',
      logicalId: 'PlacesTable',
      attributeDefinitions: [
        { name: 'id', type: 'S' },
        { name: 'city', type: 'S' },
      ],
      keySchema: [{ name: 'id', type: 'HASH' }],
      globalSecondaryIndexes: [
        {
          name: 'byCity',
          keySchema: [{ name: 'city', type: 'HASH' }],
          projection: { type: 'ALL', nonKeyAttributes: [] },
        },
      ],
      localSecondaryIndexes: [],
    });
    const scan = { TableName: 'Places', IndexName: 'byCity' };
    await db.call('Scan', scan);
    await db.call('Scan', { TableName: 'Places', ConsistentRead: true });
    await expect(db.call('Scan', { ...scan, ConsistentRead: true })).rejects.toThrow(
      'Consistent reads are not supported on global secondary indexes',
    );
  });

  it('is a value that is nested more than 32 levels deep', async () => {
    const nested = (levels: number) =>
      numbers(levels).reduce<Record<string, unknown>>(
        (inner, n) => (Number(n) % 2 === 0 ? { M: { inner } } : { L: [inner] }),
        { S: 'x' },
      );
    await db.call('PutItem', { TableName: 'Things', Item: { id: { S: 'deep' }, value: nested(32) } });
    await expect(
      db.call('PutItem', { TableName: 'Things', Item: { id: { S: 'deeper' }, value: nested(33) } }),
    ).rejects.toThrow('Nesting Levels have exceeded supported limits');
    await expect(update('deep', 'SET more = :v', { ':v': nested(33) })).rejects.toThrow('Nesting Levels');
  });
});
