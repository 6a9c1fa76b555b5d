import { describe, expect, it } from 'vitest';
import { PutCommand, TransactWriteCommand, UpdateCommand } from '../../../src/adapters/dynamodb/commands.ts';
import { connectDatabase } from '../../../src/adapters/dynamodb/connect-database.ts';

describe('commands with plain values', () => {
  it('write items, keys and values as attributes, and leave out what is undefined', () => {
    const Item = { id: 'a', list: ['x', undefined, 2], gone: undefined, names: new Set(['n']), constructor: 'c' };
    expect(new PutCommand({ TableName: 'T', Item }).input).toEqual({
      TableName: 'T',
      Item: {
        id: { S: 'a' },
        list: { L: [{ S: 'x' }, { N: '2' }] },
        names: { SS: ['n'] },
        constructor: { S: 'c' },
      },
    });
    const update = { TableName: 'T', Key: { id: 'a' }, UpdateExpression: 'SET n = :n' };
    expect(new UpdateCommand({ ...update, ExpressionAttributeValues: { ':n': null } }).input).toEqual({
      ...update,
      Key: { id: { S: 'a' } },
      ExpressionAttributeValues: { ':n': { NULL: true } },
    });
  });

  it('write each step of a transaction', () => {
    const TransactItems = [
      { Put: { TableName: 'T', Item: { id: 'a' } } },
      { ConditionCheck: { TableName: 'T', Key: { id: 'b' }, ConditionExpression: 'attribute_exists(id)' } },
    ];
    expect(new TransactWriteCommand({ TransactItems }).input.TransactItems).toEqual([
      { Put: { TableName: 'T', Item: { id: { S: 'a' } } } },
      {
        ConditionCheck: { TableName: 'T', Key: { id: { S: 'b' } }, ConditionExpression: 'attribute_exists(id)' },
      },
    ]);
  });
});

it('a database sends no command that reads the options of the SDK’s document client', () => {
  const { client } = connectDatabase({ region: 'ap-northeast-2' });
  expect((): unknown => Reflect.get(client.config, 'translateConfig')).toThrow('commands.ts');
  client.destroy();
});
