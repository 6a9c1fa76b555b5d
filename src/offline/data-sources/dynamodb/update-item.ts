import { mappingTemplateError } from '../data-source.ts';
import { fromItem } from './attribute-values.ts';
import { readCondition, settleConditionFailure } from './condition.ts';
import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { refuseVersioning, requiredKey, requiredRecord } from './read-document.ts';

export const updateItem: Operation = async (document, store) => {
  refuseVersioning(document);
  const key = requiredKey(document);
  const condition = readCondition(document);
  const maps = expressionMaps();
  const update = maps.add(requiredRecord(document, 'update'));
  if (update === undefined) throw mappingTemplateError("Value for field '$[update.expression]' not found.");
  const expression = condition && maps.add(condition.expression);
  try {
    const output = await store.dynamodb.call('UpdateItem', {
      TableName: store.tableName,
      Key: key,
      UpdateExpression: update,
      ...(expression === undefined ? {} : { ConditionExpression: expression }),
      ...maps.toInput(),
      ReturnValues: 'ALL_NEW',
    });
    return { ok: true, result: fromItem(output['Attributes']) };
  } catch (error) {
    // AppSync cannot tell whether an update expression was already applied, so it never takes a failure for success here.
    return settleConditionFailure(error, condition, key, () => false, store);
  }
};
