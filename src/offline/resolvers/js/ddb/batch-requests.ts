import { listArgument, mapArgument, UtilArgumentError } from '../../builtins/arguments.ts';
import { isMap, type JsonMap } from '../../builtins/values.ts';
import { projection } from './expression-parts.ts';
import { expressionOf } from './requests.ts';
import { toTypedMap } from './typed-values.ts';
import { updateExpression } from './update-expression.ts';

function perTable(operation: string, payload: unknown, convert: (table: unknown) => unknown): JsonMap {
  const tables = mapArgument(operation, mapArgument(operation, payload)['tables']);
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, convert(table)]));
}

function typedList(operation: string, list: unknown): JsonMap[] {
  return listArgument(operation, list).map((item) => toTypedMap(mapArgument(operation, item)));
}

export function batchGet(payload: unknown): JsonMap {
  const tables = perTable('dynamodb.batchGet', payload, (table) => {
    const input = mapArgument('dynamodb.batchGet', table);
    const consistent = typeof input['consistentRead'] === 'boolean' ? { consistentRead: input['consistentRead'] } : {};
    return { keys: typedList('dynamodb.batchGet', input['keys']), ...consistent, ...projection(input['projection']) };
  });
  return { operation: 'BatchGetItem', tables };
}

export function batchPut(payload: unknown): JsonMap {
  const tables = perTable('dynamodb.batchPut', payload, (items) => typedList('dynamodb.batchPut', items));
  return { operation: 'BatchPutItem', tables };
}

export function batchDelete(payload: unknown): JsonMap {
  const tables = perTable('dynamodb.batchDelete', payload, (keys) => typedList('dynamodb.batchDelete', keys));
  return { operation: 'BatchDeleteItem', tables };
}

export function transactGet(payload: unknown): JsonMap {
  const operation = 'dynamodb.transactGet';
  const items = listArgument(operation, mapArgument(operation, payload)['items']).map((item) => {
    const { table, key, projection: fields } = mapArgument(operation, item);
    return { table, key: toTypedMap(mapArgument(operation, key)), ...projection(fields) };
  });
  return { operation: 'TransactGetItems', transactItems: items };
}

export function transactWrite(payload: unknown): JsonMap {
  const operation = 'dynamodb.transactWrite';
  const items = listArgument(operation, mapArgument(operation, payload)['items']);
  return {
    operation: 'TransactWriteItems',
    transactItems: items.map((item) => transactItem(mapArgument(operation, item))),
  };
}

/** Each item is `{ putItem | updateItem | deleteItem | conditionCheck: {...} }`. */
function transactItem(item: JsonMap): JsonMap {
  const [kind, input] = Object.entries(item)[0] ?? [];
  if (kind === undefined || !isMap(input))
    throw new UtilArgumentError('dynamodb.transactWrite was given an empty item.');
  const shared = { table: input['table'], key: toTypedMap(mapArgument('dynamodb.transactWrite', input['key'])) };
  const condition = transactCondition(input['condition']);
  switch (kind) {
    case 'putItem': {
      const attributeValues = toTypedMap(mapArgument('dynamodb.transactWrite', input['item']));
      return { ...shared, operation: 'PutItem', attributeValues, ...condition };
    }
    case 'updateItem': {
      const update = updateExpression(mapArgument('dynamodb.transactWrite', input['update']));
      return { ...shared, operation: 'UpdateItem', update, ...condition };
    }
    case 'deleteItem':
      return { ...shared, operation: 'DeleteItem', ...condition };
    case 'conditionCheck':
      return { ...shared, operation: 'ConditionCheck', ...condition };
    default:
      throw new UtilArgumentError(`dynamodb.transactWrite knows no "${kind}".`);
  }
}

/** AppSync returns the item that failed a condition unless told otherwise. */
function transactCondition(value: unknown): JsonMap {
  const { condition } = expressionOf('condition', value);
  return isMap(condition) ? { condition: { ...condition, returnValuesOnConditionCheckFailure: true } } : {};
}
