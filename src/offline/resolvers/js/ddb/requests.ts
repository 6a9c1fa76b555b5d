/** Single-item and read requests. https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html */
import { mapArgument } from '../../builtins/arguments.ts';
import { toDynamoDBExpression } from '../../builtins/transform/dynamodb-expression.ts';
import { isNull, type JsonMap } from '../../builtins/values.ts';
import { projection } from './expression-parts.ts';
import { keyCondition } from './key-condition.ts';
import { toTypedMap } from './typed-values.ts';
import { updateExpression } from './update-expression.ts';

/** Members of the input that go into the request as they are, when given. */
function copyGiven(input: JsonMap, names: readonly string[]): JsonMap {
  return Object.fromEntries(names.filter((name) => !isNull(input[name])).map((name) => [name, input[name]]));
}

/** `condition` or `filter`; an empty object is none. */
export function expressionOf(name: 'condition' | 'filter', value: unknown): JsonMap {
  if (isNull(value)) return {};
  const { expression, expressionNames, expressionValues } = toDynamoDBExpression(mapArgument(name, value));
  if (expression === '') return {};
  const values = Object.keys(expressionValues).length > 0 ? { expressionValues } : {};
  return { [name]: { expression, expressionNames, ...values } };
}

const VERSIONED = ['customPartitionKey', 'populateIndexFields', '_version'];
const READ = ['index', 'limit', 'nextToken', 'consistentRead', 'scanIndexForward', 'select'];

function keyOf(input: JsonMap): JsonMap {
  return toTypedMap(mapArgument('dynamodb key', input['key']));
}

export function get(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.get', payload);
  return {
    operation: 'GetItem',
    key: keyOf(input),
    ...copyGiven(input, ['consistentRead']),
    ...projection(input['projection']),
  };
}

export function put(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.put', payload);
  return {
    operation: 'PutItem',
    key: keyOf(input),
    attributeValues: toTypedMap(mapArgument('dynamodb.put item', input['item'])),
    ...expressionOf('condition', input['condition']),
    ...copyGiven(input, VERSIONED),
  };
}

export function update(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.update', payload);
  return {
    operation: 'UpdateItem',
    key: keyOf(input),
    update: updateExpression(mapArgument('dynamodb.update update', input['update'])),
    ...expressionOf('condition', input['condition']),
    ...copyGiven(input, VERSIONED),
  };
}

export function remove(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.remove', payload);
  return {
    operation: 'DeleteItem',
    key: keyOf(input),
    ...expressionOf('condition', input['condition']),
    ...copyGiven(input, VERSIONED),
  };
}

export function query(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.query', payload);
  return {
    operation: 'Query',
    query: keyCondition(mapArgument('dynamodb.query query', input['query'])),
    ...copyGiven(input, READ),
    ...expressionOf('filter', input['filter']),
    ...projection(input['projection'], 'projection'),
  };
}

export function scan(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.scan', payload);
  return {
    operation: 'Scan',
    ...copyGiven(input, [...READ, 'totalSegments', 'segment']),
    ...expressionOf('filter', input['filter']),
    ...projection(input['projection'], 'projection'),
  };
}

export function sync(payload: unknown): JsonMap {
  const input = mapArgument('dynamodb.sync', payload);
  return {
    operation: 'Sync',
    ...copyGiven(input, ['basePartitionKey', 'deltaIndexName', 'limit', 'nextToken', 'lastSync']),
    ...expressionOf('filter', input['filter']),
  };
}
