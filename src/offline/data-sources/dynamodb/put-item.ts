import { fromItem, toWireItem } from './attribute-values.ts';
import { equalItems, readCondition, settleConditionFailure } from './condition.ts';
import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { optionalRecord, refuseVersioning, requiredKey } from './read-document.ts';

/** `customPartitionKey` and `populateIndexFields` only shape the delta table of versioned sources; without one they mean nothing. */
export const putItem: Operation = async (document, store) => {
  refuseVersioning(document);
  const key = requiredKey(document);
  const item = { ...toWireItem(optionalRecord(document, 'attributeValues') ?? {}), ...key };
  const condition = readCondition(document);
  const maps = expressionMaps();
  const expression = condition && maps.add(condition.expression);
  try {
    await store.dynamodb.call('PutItem', {
      TableName: store.tableName,
      Item: item,
      ...(expression === undefined ? {} : { ConditionExpression: expression }),
      ...maps.toInput(),
    });
  } catch (error) {
    const ignored = condition?.equalsIgnore ?? [];
    const isWanted = (current: Record<string, unknown> | null) =>
      current !== null && equalItems(current, item, ignored);
    return settleConditionFailure(error, condition, key, isWanted, store);
  }
  return { ok: true, result: fromItem(item) };
};
