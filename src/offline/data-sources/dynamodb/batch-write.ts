import { isRecord, type DataSourceOutcome, type RequestDocument } from '../data-source.ts';
import { fromItem, fromItems } from './attribute-values.ts';
import { batchTables, recordsOf } from './batch-tables.ts';
import type { Store } from './operation.ts';

interface BatchWriteForm {
  readonly request: 'PutRequest' | 'DeleteRequest';
  readonly member: 'Item' | 'Key';
  readonly unprocessed: 'unprocessedItems' | 'unprocessedKeys';
}

/** BatchPutItem and BatchDeleteItem are the two halves of DynamoDB's BatchWriteItem. */
export async function batchWrite(
  document: RequestDocument,
  { dynamodb }: Store,
  form: BatchWriteForm,
): Promise<DataSourceOutcome> {
  const tables = batchTables(document).map(([name, value]) => ({ name, entries: recordsOf(name, value) }));
  const output = await dynamodb.call('BatchWriteItem', {
    RequestItems: Object.fromEntries(
      tables.map(({ name, entries }) => [name, entries.map((entry) => ({ [form.request]: { [form.member]: entry } }))]),
    ),
  });
  const left = isRecord(output['UnprocessedItems']) ? output['UnprocessedItems'] : {};
  const unprocessed = Object.fromEntries(tables.map(({ name }) => [name, leftOver(left[name], form)]));
  const data = Object.fromEntries(tables.map(({ name, entries }) => [name, fromItems(entries)]));
  return { ok: true, result: { data, [form.unprocessed]: unprocessed } };
}

function leftOver(requests: unknown, form: BatchWriteForm): unknown[] {
  if (!Array.isArray(requests)) return [];
  return requests.map((request: unknown) => {
    const inner = isRecord(request) ? request[form.request] : undefined;
    return fromItem(isRecord(inner) ? inner[form.member] : undefined);
  });
}
