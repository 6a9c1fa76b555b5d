import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

let db: EmbeddedDynamoDb;
beforeEach(async () => {
  db = await createDynamoDb({ region: 'ap-northeast-2', accountId: '000000000000' });
  await db.ensureTable({
    name: 'Note',
    arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Note',
    logicalId: 'NoteTable',
    attributeDefinitions: [
      { name: 'id', type: 'S' },
      { name: 'sort', type: 'S' },
    ],
    keySchema: [
      { name: 'id', type: 'HASH' },
      { name: 'sort', type: 'RANGE' },
    ],
    globalSecondaryIndexes: [],
    localSecondaryIndexes: [],
  });
});
afterEach(() => db.stop());

const KEY = { id: { S: 'n' }, sort: { S: 'a' } };
const text = (S: string) => ({ S });
const number = (N: string) => ({ N });
const list = (...L: readonly unknown[]) => ({ L });
/** JSON, because an object literal cannot have an own `__proto__`. */
const json = (source: string): Record<string, unknown> => JSON.parse(source) as Record<string, unknown>;

const put = (more: Record<string, unknown>) => db.call('PutItem', { TableName: 'Note', Item: { ...KEY, ...more } });
const update = (
  UpdateExpression: string,
  values?: Record<string, unknown>,
  names?: Record<string, string>,
  ReturnValues = 'ALL_NEW',
) =>
  db.call('UpdateItem', {
    TableName: 'Note',
    Key: KEY,
    UpdateExpression,
    ReturnValues,
    ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
  });
const after = async (...given: Parameters<typeof update>) => {
  const { Attributes: item } = await update(...given);
  const { id: _id, sort: _sort, ...rest } = item as Record<string, unknown>;
  return rest;
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );

describe('an update expression', () => {
  it('removes the elements of a list that had these places before, as the documentation’s REMOVE RelatedItems[1], RelatedItems[2]', async () => {
    await put({ l: list(text('0'), text('1'), text('2'), text('3')) });
    expect(await after('REMOVE l[1], l[2]')).toEqual({ l: list(text('0'), text('3')) });
  });

  it('sets and removes elements of one list by the places of before, and puts what is far behind at the end', async () => {
    await put({ l: list(text('0'), text('1'), text('2')) });
    expect(await after('REMOVE l[0] SET l[2] = :x', { ':x': text('X') })).toEqual({ l: list(text('1'), text('X')) });
    expect(await after('SET l[4000000000] = :b, l[70] = :a', { ':a': text('A'), ':b': text('B') })).toEqual({
      l: list(text('1'), text('X'), text('A'), text('B')),
    });
  });

  it('reads every value in the item of before, and copies it', async () => {
    await put({ x: number('1'), y: number('2'), m: { M: { a: text('old') } } });
    expect(await after('SET x = y, y = x, n = m, m.a = :new', { ':new': text('new') })).toEqual({
      x: number('2'),
      y: number('1'),
      m: { M: { a: text('new') } },
      n: { M: { a: text('old') } },
    });
  });

  it('computes with every digit, and refuses what a number has no place for', async () => {
    await put({ x: number('0.1') });
    expect(await after('SET x = x + :v', { ':v': number('0.2') })).toEqual({ x: number('0.3') });
    expect(await after('SET x = x - :v', { ':v': number('1') })).toEqual({ x: number('-0.7') });
    expect(await after('ADD x :v', { ':v': number('1000000000000000000000000000000000000.7') })).toEqual({
      x: number('1000000000000000000000000000000000000'),
    });
    expect(await refusal(update('ADD x :v', { ':v': number('0.01') }))).toContain('more than 38 significant digits');
    expect(await refusal(update('SET x = :v + :v', { ':v': number('9e125') }))).toContain('Number overflow');
  });

  it('answers UPDATED_NEW and UPDATED_OLD with what was changed alone, and nothing where nothing is', async () => {
    await put({ x: number('1'), m: { M: { a: number('1'), b: number('2') } }, l: list(text('0'), text('1')) });
    expect(await update('REMOVE x', undefined, undefined, 'UPDATED_NEW')).toEqual({});
    expect(await update('SET m.a = :v, l[1] = :v', { ':v': number('7') }, undefined, 'UPDATED_NEW')).toEqual({
      Attributes: { m: { M: { a: number('7') } }, l: list(number('7')) },
    });
    expect(await update('REMOVE nobody', undefined, undefined, 'UPDATED_OLD')).toEqual({});
  });

  it('takes names such as __proto__ and constructor, in an item, in a map and in an item that is new', async () => {
    const names = { '#p': '__proto__', '#c': 'constructor' };
    expect(
      await after('SET #p = :v, m = :m ADD #c :n', { ':v': text('v'), ':m': { M: {} }, ':n': number('1') }, names),
    ).toEqual(json('{"__proto__":{"S":"v"},"m":{"M":{}},"constructor":{"N":"1"}}'));
    expect(await after('SET m.#p = :v, m.#c = if_not_exists(m.#c, :v)', { ':v': text('v') }, names)).toMatchObject({
      m: { M: json('{"__proto__":{"S":"v"},"constructor":{"S":"v"}}') },
    });
    const { Item: parts } = await db.call('GetItem', {
      TableName: 'Note',
      Key: KEY,
      ProjectionExpression: 'm.#p',
      ExpressionAttributeNames: { '#p': '__proto__' },
    });
    expect(JSON.stringify(parts)).toBe('{"m":{"M":{"__proto__":{"S":"v"}}}}');
  });

  it('refuses a place that is not there, and operands of another type', async () => {
    await put({ s: text('s'), ss: { SS: ['a'] } });
    expect(await refusal(update('SET nobody.x = :v', { ':v': text('v') }))).toContain('document path provided');
    expect(await refusal(update('SET s = s + :v', { ':v': number('1') }))).toContain('incorrect data type');
    expect(await refusal(update('ADD s :v', { ':v': number('1') }))).toContain('incorrect data type');
    expect(await refusal(update('SET x = nobody'))).toContain('does not exist in the item');
    expect(await after('DELETE ss :v', { ':v': { SS: ['a', 'b'] } })).toEqual({ s: text('s') });
  });
});

describe('a condition, and a filter', () => {
  const STORED = {
    m: { M: { k: text('v'), n: list(number('1')) } },
    l: list(text('a'), { M: { k: text('v') } }, { BOOL: true }),
    ss: { SS: ['a', 'b'] },
    e: text(''),
  };
  const CASES: readonly (readonly [string, Record<string, unknown>, boolean])[] = [
    ['m = :v', STORED.m, true],
    ['m = :v', { M: { n: list(number('1')), k: text('v') } }, true],
    ['m <> :v', STORED.m, false],
    ['m = :v', { M: { k: text('v') } }, false],
    ['m.n = :v', list(number('1')), true],
    ['l = :v', STORED.l, true],
    ['l = :v', list(...STORED.l.L.slice(0, 2)), false],
    ['m IN (:v)', STORED.m, true],
    ['contains(l, :v)', { M: { k: text('v') } }, true],
    ['contains(l, :v)', { BOOL: true }, true],
    ['contains(l, :v)', { BOOL: false }, false],
    ['contains(ss, :v)', text('a'), true],
    ['ss = :v', { SS: ['b', 'a'] }, true],
    ['size(e) = :v', number('0'), true],
    ['size(m) = :v', number('2'), true],
    ['nobody <> :v', text('x'), true],
    ['NOT nobody = :v', text('x'), true],
    ['m.k = :v', text('v'), true],
  ];

  it.each(CASES)('compares by content: %s with %j is %s', async (expression, value, expected) => {
    await put(STORED);
    const parameters = { TableName: 'Note', ExpressionAttributeValues: { ':v': value } };
    const put_ = db.call('PutItem', { ...parameters, Item: { ...KEY, ...STORED }, ConditionExpression: expression });
    expect(await refusal(put_)).toBe(
      expected ? 'done' : 'ConditionalCheckFailedException: The conditional request failed',
    );
    const found = await db.call('Scan', { ...parameters, FilterExpression: expression });
    expect(found).toMatchObject({ Count: expected ? 1 : 0, ScannedCount: 1 });
    const counted = await db.call('Scan', { ...parameters, FilterExpression: expression, Select: 'COUNT' });
    expect(counted).toEqual({ Count: expected ? 1 : 0, ScannedCount: 1 });
  });

  it('asks of an item that names can be constructor', async () => {
    await put(STORED);
    const exists = { TableName: 'Note', ExpressionAttributeNames: { '#c': 'constructor' } };
    expect(await db.call('Scan', { ...exists, FilterExpression: 'attribute_exists(#c)' })).toMatchObject({ Count: 0 });
    expect(await db.call('Scan', { ...exists, FilterExpression: 'attribute_exists(m.#c)' })).toMatchObject({
      Count: 0,
    });
  });
});

describe('what DynamoDB refuses', () => {
  it.each(['ALL_NEW', 'UPDATED_NEW', 'UPDATED_OLD'])('is a deletion that returns %s', async (ReturnValues) => {
    await put({});
    expect(await refusal(db.call('DeleteItem', { TableName: 'Note', Key: KEY, ReturnValues }))).toBe(
      'ValidationException: ReturnValues can only be ALL_OLD or NONE',
    );
    expect(await db.call('GetItem', { TableName: 'Note', Key: KEY })).toEqual({ Item: KEY });
  });

  it.each([
    ['id = :v', 'id'],
    ['id = :n AND sort = :v', 'sort'],
    ['id = :n AND begins_with(sort, :v)', 'sort'],
    ['id = :n AND sort BETWEEN :v AND :n', 'sort'],
  ])('is a query for a key that is empty: %s', async (KeyConditionExpression, name) => {
    const values = { ':v': text(''), ...(KeyConditionExpression.includes(':n') ? { ':n': text('n') } : {}) };
    const query = db.call('Query', { TableName: 'Note', KeyConditionExpression, ExpressionAttributeValues: values });
    expect(await refusal(query)).toBe(
      `ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  });

  it('is an update in a transaction without an expression', async () => {
    const work = db.call('TransactWriteItems', { TransactItems: [{ Update: { TableName: 'Note', Key: KEY } }] });
    expect(await refusal(work)).toContain('updateExpression');
  });
});
