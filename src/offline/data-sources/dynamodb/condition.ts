import { isDeepStrictEqual } from 'node:util';
import { isRecord, mappingTemplateError, type DataSourceOutcome, type RequestDocument } from '../data-source.ts';
import { fromItem } from './attribute-values.ts';
import type { Store } from './operation.ts';
import { optionalRecord } from './read-document.ts';
import { isConditionFailure, storeFailure } from './store-failure.ts';

export interface Condition {
  readonly expression: Readonly<Record<string, unknown>>;
  readonly equalsIgnore: readonly string[];
  readonly consistentRead: boolean;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html */
export function readCondition(document: RequestDocument): Condition | undefined {
  const condition = optionalRecord(document, 'condition');
  if (condition === undefined) return undefined;
  const handler = condition['conditionalCheckFailedHandler'];
  const strategy = isRecord(handler) ? handler['strategy'] : 'Reject';
  if (strategy !== 'Reject') {
    throw mappingTemplateError(
      `conditionalCheckFailedHandler with strategy '${String(strategy)}' does not run offline; 'Reject' does.`,
    );
  }
  const ignored = condition['equalsIgnore'];
  return {
    expression: condition,
    equalsIgnore: Array.isArray(ignored) ? ignored.filter((name) => typeof name === 'string') : [],
    consistentRead: condition['consistentRead'] !== false,
  };
}

/**
 * After a failed condition AppSync reads the item: if it already is what the request wanted, the request succeeded
 * anyway; otherwise it failed, and the response handler sees the current item as the result.
 */
export async function settleConditionFailure(
  error: unknown,
  condition: Condition | undefined,
  key: Record<string, unknown>,
  isWanted: (current: Record<string, unknown> | null) => boolean,
  { dynamodb, tableName }: Store,
): Promise<DataSourceOutcome> {
  if (condition === undefined || !isConditionFailure(error)) throw error;
  const output = await dynamodb.call('GetItem', {
    TableName: tableName,
    Key: key,
    ConsistentRead: condition.consistentRead,
  });
  const current = isRecord(output['Item']) ? output['Item'] : null;
  const result = fromItem(current);
  return isWanted(current) ? { ok: true, result } : storeFailure(error, result);
}

/** Are the two items the same, leaving aside the attributes that need not be? */
export function equalItems(
  one: Record<string, unknown>,
  other: Record<string, unknown>,
  ignored: readonly string[],
): boolean {
  const kept = (item: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !ignored.includes(name)));
  return isDeepStrictEqual(kept(one), kept(other));
}
