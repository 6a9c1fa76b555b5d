import { isRecord, mappingTemplateError } from '../data-source.ts';
import { fromItem, toWireItem } from './attribute-values.ts';
import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { optionalRecord, requiredList, requiredKey, requiredRecord, requiredString } from './read-document.ts';
import { cancellationReasons, storeFailure } from './store-failure.ts';

export const transactWriteItems: Operation = async (document, { dynamodb }) => {
  const items = requiredList(document, 'transactItems').map((item) => {
    if (!isRecord(item)) throw mappingTemplateError("Expected every entry of '$[transactItems]' to be an object.");
    return { input: transactItem(item), key: requiredKey(item) };
  });
  try {
    await dynamodb.call('TransactWriteItems', { TransactItems: items.map((item) => item.input) });
  } catch (error) {
    const reasons = cancellationReasons(error);
    return storeFailure(error, reasons && { keys: null, cancellationReasons: reasons });
  }
  return { ok: true, result: { keys: items.map((item) => fromItem(item.key)), cancellationReasons: null } };
};

function transactItem(item: Record<string, unknown>): Record<string, unknown> {
  const operation = requiredString(item, 'operation');
  const key = requiredKey(item);
  const maps = expressionMaps();
  const condition = optionalRecord(item, 'condition');
  const update = operation === 'UpdateItem' ? maps.add(requiredRecord(item, 'update')) : undefined;
  const expression = condition && maps.add(condition);
  const onFailure = condition?.['returnValuesOnConditionCheckFailure'];
  const rest = {
    TableName: requiredString(item, 'table'),
    ...(expression === undefined ? {} : { ConditionExpression: expression }),
    ...maps.toInput(),
    ...(condition === undefined
      ? {}
      : { ReturnValuesOnConditionCheckFailure: onFailure === false ? 'NONE' : 'ALL_OLD' }),
  };
  switch (operation) {
    case 'PutItem':
      return { Put: { Item: { ...toWireItem(optionalRecord(item, 'attributeValues') ?? {}), ...key }, ...rest } };
    case 'UpdateItem':
      return { Update: { Key: key, UpdateExpression: update, ...rest } };
    case 'DeleteItem':
      return { Delete: { Key: key, ...rest } };
    case 'ConditionCheck':
      return { ConditionCheck: { Key: key, ...rest } };
    default:
      throw mappingTemplateError(`Unsupported operation '${operation}' in '$[transactItems]'.`);
  }
}
