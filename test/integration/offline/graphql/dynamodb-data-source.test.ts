import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataSource, type DataSource } from '../../../../src/offline/data-sources/index.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const call = { batchKey: 'k', batchScope: {}, maxBatchSize: 0 };
let dynamodb: EmbeddedDynamoDb;
let source: DataSource;

beforeAll(async () => {
  dynamodb = await createDynamoDb({ region: 'us-east-1', accountId: '123456789012' });
  await dynamodb.ensureTable({
    name: 'Things',
    arn: 'arn:aws:dynamodb:us-east-1:123456789012:table/Things',
    logicalId: 'Things',
    attributeDefinitions: [
      { name: 'id', type: 'S' },
      { name: 'n', type: 'N' },
      { name: 'kind', type: 'S' },
    ],
    keySchema: [
      { name: 'id', type: 'HASH' },
      { name: 'n', type: 'RANGE' },
    ],
    globalSecondaryIndexes: [
      {
        name: 'byKind',
        keySchema: [{ name: 'kind', type: 'HASH' }],
        projection: { type: 'ALL', nonKeyAttributes: [] },
      },
    ],
    localSecondaryIndexes: [],
  });
  const lambda = { invoke: async () => Promise.reject(new Error('No functions.')), stop: async () => undefined };
  source = createDataSource({ type: 'AMAZON_DYNAMODB', name: 'things', tableName: 'Things' }, dynamodb, lambda);
});

afterAll(() => dynamodb.stop());

const key = (id: string, n = 1) => ({ id: { S: id }, n: { N: String(n) } });
const invoke = (document: Record<string, unknown>) => source.invoke({ version: '2018-05-29', ...document }, call);
const put = (id: string, n: number, attributes: Record<string, unknown> = {}) =>
  invoke({ operation: 'PutItem', key: key(id, n), attributeValues: attributes });

describe('single items', () => {
  it('are put, got, updated and deleted as plain values', async () => {
    const attributes = {
      text: { S: 'x' },
      yes: { BOOL: true },
      none: { NULL: true },
      list: { L: [{ N: '1' }, { S: 'a' }] },
      map: { M: { deep: { N: '1.5' } } },
      strings: { SS: ['a', 'b'] },
      numbers: { NS: ['1', '2'] },
      bytes: { B: 'AQI=' },
    };
    const plain = {
      id: 'one',
      n: 1,
      text: 'x',
      yes: true,
      none: null,
      list: [1, 'a'],
      map: { deep: 1.5 },
      strings: ['a', 'b'],
      numbers: [1, 2],
      bytes: 'AQI=',
    };
    expect(await put('one', 1, attributes)).toEqual({ ok: true, result: plain });
    expect(await invoke({ operation: 'GetItem', key: key('one'), consistentRead: true })).toEqual({
      ok: true,
      result: plain,
    });
    expect(
      await invoke({
        operation: 'GetItem',
        key: key('one'),
        projection: { expression: '#t', expressionNames: { '#t': 'text' } },
      }),
    ).toEqual({ ok: true, result: { text: 'x' } });
    expect(
      await invoke({
        operation: 'UpdateItem',
        key: key('one'),
        update: {
          expression: 'SET #t = :t REMOVE yes, #l',
          expressionNames: { '#t': 'text', '#l': 'list' },
          expressionValues: { ':t': { S: 'y' } },
        },
        condition: {
          expression: '#t = :old',
          expressionNames: { '#t': 'text' },
          expressionValues: { ':old': { S: 'x' } },
        },
      }),
    ).toMatchObject({ ok: true, result: { id: 'one', text: 'y' } });
    expect(await invoke({ operation: 'DeleteItem', key: key('one') })).toMatchObject({
      ok: true,
      result: { text: 'y' },
    });
    expect(await invoke({ operation: 'GetItem', key: key('one') })).toEqual({ ok: true, result: null });
    expect(await invoke({ operation: 'DeleteItem', key: key('one') })).toEqual({ ok: true, result: null });
  });
});

describe('typed values', () => {
  it('may hold numbers and null as util.dynamodb writes them', async () => {
    const written = await invoke({
      operation: 'PutItem',
      key: { id: { S: 'typed' }, n: { N: 7 } },
      attributeValues: {
        none: { NULL: null },
        list: { L: [{ N: 1 }] },
        map: { M: { deep: { N: 2.5 } } },
        set: { NS: [1, 2] },
      },
    });
    const item = { id: 'typed', n: 7, none: null, list: [1], map: { deep: 2.5 }, set: [1, 2] };
    expect(written).toEqual({ ok: true, result: item });
    const query = { expression: 'id = :id AND n = :n', expressionValues: { ':id': { S: 'typed' }, ':n': { N: 7 } } };
    expect(await invoke({ operation: 'Query', query })).toMatchObject({ ok: true, result: { items: [item] } });
    const keys = [{ id: { S: 'typed' }, n: { N: 7 } }];
    expect(await invoke({ operation: 'BatchGetItem', tables: { Things: { keys } } })).toMatchObject({
      ok: true,
      result: { data: { Things: [item] } },
    });
  });
});

describe('a failed condition', () => {
  const condition = { expression: 'attribute_not_exists(id)' };

  it('is an error that shows the current item', async () => {
    await put('cond', 1, { text: { S: 'first' } });
    const outcome = await invoke({
      operation: 'PutItem',
      key: key('cond'),
      attributeValues: { text: { S: 'second' } },
      condition,
    });
    expect(outcome).toEqual({
      ok: false,
      error: {
        type: 'DynamoDB:ConditionalCheckFailedException',
        message: matching(/^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: .+\)$/),
      },
      result: { id: 'cond', n: 1, text: 'first' },
    });
  });

  it('is a success when the item already is what was to be put, but for what may differ', async () => {
    await put('same', 1, { text: { S: 'x' }, at: { S: 'then' } });
    const again = { operation: 'PutItem', key: key('same'), attributeValues: { text: { S: 'x' }, at: { S: 'now' } } };
    expect(await invoke({ ...again, condition })).toMatchObject({ ok: false });
    expect(await invoke({ ...again, condition: { ...condition, equalsIgnore: ['at'] } })).toMatchObject({
      ok: true,
      result: { at: 'then' },
    });
  });

  it('is a success when what was to be deleted is gone, and never for updates', async () => {
    const exists = { expression: 'attribute_exists(id)' };
    expect(await invoke({ operation: 'DeleteItem', key: key('gone'), condition: exists })).toEqual({
      ok: true,
      result: null,
    });
    const update = { expression: 'SET a = :a', expressionValues: { ':a': { N: '1' } } };
    expect(await invoke({ operation: 'UpdateItem', key: key('gone'), update, condition: exists })).toMatchObject({
      ok: false,
      result: null,
    });
  });

  it('with a custom handler is refused by name', async () => {
    const custom = { ...condition, conditionalCheckFailedHandler: { strategy: 'Custom', lambdaArn: 'arn' } };
    await expect(invoke({ operation: 'PutItem', key: key('x'), condition: custom })).rejects.toThrow(/Custom/);
  });
});

describe('pages', () => {
  beforeAll(async () => {
    for (let n = 1; n <= 5; n += 1) await put('page', n, { kind: { S: 'paged' }, odd: { BOOL: n % 2 === 1 } });
  });
  const query = { expression: 'id = :id', expressionValues: { ':id': { S: 'page' } } };

  it('of a query follow each other by token until there is none', async () => {
    const seen: unknown[] = [];
    let nextToken: unknown = null;
    do {
      const outcome = await invoke({ operation: 'Query', query, limit: 2, nextToken });
      expect(outcome.ok).toBe(true);
      const page = outcome.result as { items: { n: number }[]; nextToken: string | null; scannedCount: number };
      seen.push(...page.items.map((item) => item.n));
      nextToken = page.nextToken;
    } while (nextToken !== null);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('are filtered, projected, reversed and counted', async () => {
    const outcome = await invoke({
      operation: 'Query',
      query,
      filter: {
        expression: '#odd = :yes',
        expressionNames: { '#odd': 'odd' },
        expressionValues: { ':yes': { BOOL: true } },
      },
      projection: { expression: 'n' },
      scanIndexForward: false,
    });
    expect(outcome.result).toEqual({ items: [{ n: 5 }, { n: 3 }, { n: 1 }], nextToken: null, scannedCount: 5 });
  });

  it('come from an index when one is named', async () => {
    const outcome = await invoke({
      operation: 'Query',
      index: 'byKind',
      query: { expression: 'kind = :k', expressionValues: { ':k': { S: 'paged' } } },
    });
    expect(outcome.result).toMatchObject({ scannedCount: 5 });
  });

  it('of a scan can be read in segments, with empty maps left out', async () => {
    const counts = await Promise.all(
      [0, 1].map(async (segment) => {
        const filter = { expression: 'attribute_exists(odd)', expressionNames: {}, expressionValues: {} };
        const outcome = await invoke({ operation: 'Scan', totalSegments: 2, segment, filter });
        return (outcome.result as { items: unknown[] }).items.length;
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('refuse a token that is not theirs', async () => {
    await expect(invoke({ operation: 'Scan', nextToken: 'nonsense' })).rejects.toThrow(
      'Invalid pagination token given.',
    );
  });
});

describe('batches', () => {
  it('put, get in the order of the keys with null for what is missing, and delete', async () => {
    const items = [{ ...key('b1'), a: { S: 'x' } }, key('b2')];
    expect(await invoke({ operation: 'BatchPutItem', tables: { Things: items } })).toEqual({
      ok: true,
      result: {
        data: {
          Things: [
            { id: 'b1', n: 1, a: 'x' },
            { id: 'b2', n: 1 },
          ],
        },
        unprocessedItems: { Things: [] },
      },
    });
    expect(
      await invoke({ operation: 'BatchGetItem', tables: { Things: { keys: [key('b2'), key('none'), key('b1')] } } }),
    ).toEqual({
      ok: true,
      result: {
        data: { Things: [{ id: 'b2', n: 1 }, null, { id: 'b1', n: 1, a: 'x' }] },
        unprocessedKeys: { Things: [] },
      },
    });
    expect(await invoke({ operation: 'BatchDeleteItem', tables: { Things: [key('b1'), key('b2')] } })).toEqual({
      ok: true,
      result: {
        data: {
          Things: [
            { id: 'b1', n: 1 },
            { id: 'b2', n: 1 },
          ],
        },
        unprocessedKeys: { Things: [] },
      },
    });
  });
});

describe('transactions', () => {
  it('write all or nothing, and say for each item why not', async () => {
    const written = await invoke({
      operation: 'TransactWriteItems',
      transactItems: [
        { table: 'Things', operation: 'PutItem', key: key('t1'), attributeValues: { a: { N: '1' } } },
        { table: 'Things', operation: 'PutItem', key: key('t2') },
      ],
    });
    expect(written).toEqual({
      ok: true,
      result: {
        keys: [
          { id: 't1', n: 1 },
          { id: 't2', n: 1 },
        ],
        cancellationReasons: null,
      },
    });

    const cancelled = await invoke({
      operation: 'TransactWriteItems',
      transactItems: [
        { table: 'Things', operation: 'DeleteItem', key: key('t2') },
        {
          table: 'Things',
          operation: 'PutItem',
          key: key('t1'),
          condition: { expression: 'attribute_not_exists(id)' },
        },
      ],
    });
    expect(cancelled).toMatchObject({
      ok: false,
      error: { type: 'DynamoDB:TransactionCanceledException' },
      result: {
        keys: null,
        cancellationReasons: [{ type: 'None' }, { type: 'ConditionalCheckFailed', item: { id: 't1', n: 1, a: 1 } }],
      },
    });

    const read = await invoke({
      operation: 'TransactGetItems',
      transactItems: ['t1', 't2', 't3'].map((id) => ({ table: 'Things', key: key(id) })),
    });
    expect(read).toEqual({
      ok: true,
      result: { items: [{ id: 't1', n: 1, a: 1 }, { id: 't2', n: 1 }, null], cancellationReasons: null },
    });
  });
});

describe('documents that cannot be executed', () => {
  it.each([
    [{}, "Value for field '$[operation]' not found."],
    [{ operation: 'Sync' }, "Operation 'Sync' needs a versioned data source"],
    [{ operation: 'Explode' }, 'Unsupported operation "Explode"'],
    [{ operation: 'GetItem' }, "Value for field '$[key]' not found."],
    [{ operation: 'Query' }, "Value for field '$[query]' not found."],
    [{ operation: 'PutItem', key: key('x'), _version: 1 }, 'versioned data source'],
  ])('%j are errors of the template', async (document, message) => {
    await expect(invoke(document)).rejects.toMatchObject({
      fields: { errorType: 'MappingTemplate', message: containing(message) },
    });
  });

  it('get the error of the store by its name', async () => {
    expect(await invoke({ operation: 'GetItem', key: { id: { S: 'no range key' } } })).toMatchObject({
      ok: false,
      error: { type: 'DynamoDB:DynamoDbException', message: containing('Status Code: 400') },
    });
  });
});
