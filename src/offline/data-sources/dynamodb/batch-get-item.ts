import { isDeepStrictEqual } from 'node:util';
import { isRecord, mappingTemplateError } from '../data-source.ts';
import { fromItem, fromItems } from './attribute-values.ts';
import { batchTables, recordsOf } from './batch-tables.ts';
import type { Operation } from './operation.ts';
import { projectionInput } from './projection.ts';

/** Items come back in the order of their keys, null where there is none. */
export const batchGetItem: Operation = async (document, { dynamodb }) => {
  const requested = batchTables(document).map(([tableName, request]) => {
    if (!isRecord(request)) throw mappingTemplateError(`Expected '$[tables][${tableName}]' to be an object.`);
    return { tableName, request, keys: recordsOf(tableName, request['keys']) };
  });
  const output = await dynamodb.call('BatchGetItem', {
    RequestItems: Object.fromEntries(
      requested.map(({ tableName, request, keys }) => [
        tableName,
        {
          Keys: keys,
          ...(request['consistentRead'] === true ? { ConsistentRead: true } : {}),
          ...projectionInput(request),
        },
      ]),
    ),
  });
  const responses = isRecord(output['Responses']) ? output['Responses'] : {};
  const unprocessed = isRecord(output['UnprocessedKeys']) ? output['UnprocessedKeys'] : {};
  const data: Record<string, unknown> = {};
  const unprocessedKeys: Record<string, unknown> = {};
  for (const { tableName, keys } of requested) {
    const found: unknown = responses[tableName];
    const items: unknown[] = Array.isArray(found) ? found : [];
    data[tableName] = keys.map((key) => fromItem(items.find((item) => hasKey(item, key))));
    const left = unprocessed[tableName];
    unprocessedKeys[tableName] = isRecord(left) ? fromItems(left['Keys']) : [];
  }
  return { ok: true, result: { data, unprocessedKeys } };
};

function hasKey(item: unknown, key: Record<string, unknown>): boolean {
  return isRecord(item) && Object.entries(key).every(([name, value]) => isDeepStrictEqual(item[name], value));
}
