import { fromItem } from './attribute-values.ts';
import type { Operation } from './operation.ts';
import { projectionInput } from './projection.ts';
import { requiredKey } from './read-document.ts';

export const getItem: Operation = async (document, { dynamodb, tableName }) => {
  const output = await dynamodb.call('GetItem', {
    TableName: tableName,
    Key: requiredKey(document),
    ...(document['consistentRead'] === true ? { ConsistentRead: true } : {}),
    ...projectionInput(document),
  });
  return { ok: true, result: fromItem(output['Item']) };
};
