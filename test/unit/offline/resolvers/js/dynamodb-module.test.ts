import { describe, expect, it } from 'vitest';
import { expressionMaps } from '../../../../../src/offline/data-sources/dynamodb/expressions.ts';
import { isMap } from '../../../../../src/offline/resolvers/builtins/values.ts';
import { jsValue } from '../evaluation.ts';

describe('the DynamoDB module', () => {
  it('gets with a projection', () => {
    expect(
      jsValue("ddb.get({ key: { id: '1' }, consistentRead: true, projection: ['id', 'address.city', 'tags[0]'] })"),
    ).toEqual({
      ...{ operation: 'GetItem', key: { id: { S: '1' } }, consistentRead: true },
      projection: {
        expression: '#expName_1, #expName_2.#expName_3, #expName_4[0]',
        expressionNames: { '#expName_1': 'id', '#expName_2': 'address', '#expName_3': 'city', '#expName_4': 'tags' },
      },
    });
  });

  it('puts with a condition; sets stay sets', () => {
    const call =
      "ddb.put({ key: { id: '1' }, item: { tags: ddb.toStringSet(['a']), n: 1, none: undefined }, condition: { id: { attributeExists: false } } })";
    expect(jsValue(call)).toEqual({
      ...{ operation: 'PutItem', key: { id: { S: '1' } }, attributeValues: { tags: { SS: ['a'] }, n: { N: 1 } } },
      condition: { expression: '(attribute_not_exists(#id))', expressionNames: { '#id': 'id' } },
    });
  });

  it('updates plain values, nested keys and operations', () => {
    const call = `ddb.update({ key: { id: '1' }, update: {
      name: 'n', count: ddb.operations.increment(2), left: ddb.operations.decrement(), old: ddb.operations.remove(),
      address: { city: 'Seoul' }, all: ddb.operations.replace({ a: 1 }), log: ddb.operations.append(['x']),
      first: ddb.operations.prepend(['y']), items: [ddb.operations.updateListItem('z', 1)], list: [1] } })`;
    expect(jsValue(call)).toMatchObject({
      operation: 'UpdateItem',
      update: {
        expression: [
          'SET #expName_1 = :expValue_1, #expName_2 = #expName_2 + :expValue_2, #expName_3 = #expName_3 - :expValue_3,',
          '#expName_5.#expName_6 = :expValue_4, #expName_7 = :expValue_5, #expName_8 = list_append(#expName_8, :expValue_6),',
          '#expName_9 = list_append(:expValue_7, #expName_9), #expName_10[1] = :expValue_8, #expName_11 = :expValue_9 REMOVE #expName_4',
        ].join(' '),
        expressionNames: { '#expName_4': 'old', '#expName_6': 'city' },
        expressionValues: {
          ':expValue_2': { N: 2 },
          ':expValue_3': { N: 1 },
          ':expValue_5': { M: { a: { N: 1 } } },
          ':expValue_9': { L: [{ N: 1 }] },
        },
      },
    });
  });

  it('queries a key range of an index with a filter', () => {
    const call =
      "ddb.query({ query: { id: { eq: 'a' }, at: { between: [1, 2] } }, index: 'byAt', limit: 5, scanIndexForward: false, nextToken: null, filter: { n: { gt: 1 } } })";
    expect(jsValue(call)).toEqual({
      ...{ operation: 'Query', index: 'byAt', limit: 5, scanIndexForward: false },
      query: {
        expression: '#expName_1 = :expValue_1 AND #expName_2 BETWEEN :expValue_2 AND :expValue_3',
        expressionNames: { '#expName_1': 'id', '#expName_2': 'at' },
        expressionValues: { ':expValue_1': { S: 'a' }, ':expValue_2': { N: 1 }, ':expValue_3': { N: 2 } },
      },
      filter: { expression: '(#n > :n_gt)', expressionNames: { '#n': 'n' }, expressionValues: { ':n_gt': { N: 1 } } },
    });
    expect(() => jsValue("ddb.query({ query: { id: { contains: 'a' } } })")).toThrow(
      '"contains" on id is not a key condition',
    );
  });

  it('scans, removes and syncs', () => {
    expect(jsValue('ddb.scan({ limit: 2, totalSegments: 4, segment: 0 })')).toEqual({
      operation: 'Scan',
      limit: 2,
      totalSegments: 4,
      segment: 0,
    });
    expect(jsValue("ddb.remove({ key: { id: '1' } })")).toEqual({ operation: 'DeleteItem', key: { id: { S: '1' } } });
    expect(jsValue('ddb.sync({ lastSync: 5 })')).toEqual({ operation: 'Sync', lastSync: 5 });
  });

  it('builds batches per table', () => {
    expect(jsValue("ddb.batchGet({ tables: { t: { keys: [{ id: '1' }], consistentRead: true } } })")).toEqual({
      operation: 'BatchGetItem',
      tables: { t: { keys: [{ id: { S: '1' } }], consistentRead: true } },
    });
    expect(jsValue("ddb.batchPut({ tables: { t: [{ id: '1' }] } })")).toEqual({
      operation: 'BatchPutItem',
      tables: { t: [{ id: { S: '1' } }] },
    });
    expect(jsValue("ddb.batchDelete({ tables: { t: [{ id: '1' }] } })")).toEqual({
      operation: 'BatchDeleteItem',
      tables: { t: [{ id: { S: '1' } }] },
    });
  });

  it('builds transactions', () => {
    expect(jsValue("ddb.transactGet({ items: [{ table: 't', key: { id: '1' } }] })")).toEqual({
      operation: 'TransactGetItems',
      transactItems: [{ table: 't', key: { id: { S: '1' } } }],
    });
    const call =
      "ddb.transactWrite({ items: [{ putItem: { table: 't', key: { id: '1' }, item: { a: 1 }, condition: { id: { attributeExists: false } } } }, { deleteItem: { table: 't', key: { id: '2' } } }] })";
    expect(jsValue(call)).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          ...{ operation: 'PutItem', table: 't', key: { id: { S: '1' } }, attributeValues: { a: { N: 1 } } },
          condition: {
            expression: '(attribute_not_exists(#id))',
            expressionNames: { '#id': 'id' },
            returnValuesOnConditionCheckFailure: true,
          },
        },
        { operation: 'DeleteItem', table: 't', key: { id: { S: '2' } } },
      ],
    });
  });

  it.each(['query', 'scan'])(
    'S3 gives a projection names of its own beside the other expressions of a %s',
    (operation) => {
      const request = jsValue(
        `ddb.${operation}({ query: { id: { eq: '1' } }, filter: { age: { gt: 1 } }, projection: ['name', 'id'] })`,
      );
      const maps = expressionMaps();
      for (const part of ['query', 'filter', 'projection']) maps.add(expressionOf(request, part));
      const names = maps.toInput()['ExpressionAttributeNames'];
      expect(names).toMatchObject({ '#projectionName_1': 'name', '#projectionName_2': 'id', '#age': 'age' });
    },
  );
});

function expressionOf(request: unknown, part: string): Record<string, unknown> {
  const found = isMap(request) ? request[part] : undefined;
  return isMap(found) ? found : {};
}
