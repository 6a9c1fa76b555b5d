import { fromItem } from './attribute-values.ts';
import { readCondition, settleConditionFailure } from './condition.ts';
import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { refuseVersioning, requiredKey } from './read-document.ts';

export const deleteItem: Operation = async (document, store) => {
  refuseVersioning(document);
  const key = requiredKey(document);
  const condition = readCondition(document);
  const maps = expressionMaps();
  const expression = condition && maps.add(condition.expression);
  try {
    const output = await store.dynamodb.call('DeleteItem', {
      TableName: store.tableName,
      Key: key,
      ...(expression === undefined ? {} : { ConditionExpression: expression }),
      ...maps.toInput(),
      ReturnValues: 'ALL_OLD',
    });
    return { ok: true, result: fromItem(output['Attributes']) };
  } catch (error) {
    // An item that is gone is what a deletion wants.
    return settleConditionFailure(error, condition, key, (current) => current === null, store);
  }
};
