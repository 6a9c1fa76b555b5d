import { randomUUID } from 'node:crypto';
import { DynamoDbError } from '../../services/contract.ts';
import { type DataSourceOutcome, isRecord } from '../data-source.ts';
import { fromItem } from './attribute-values.ts';

/** Errors that the SDK inside AppSync models by name; any other arrives as its base class. */
const MODELLED = new Set([
  'ConditionalCheckFailedException',
  'IdempotentParameterMismatchException',
  'InternalServerError',
  'ItemCollectionSizeLimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** An error of the store as `ctx.error` shows it (wording: aws-appsync-community #343). Anything else is a bug and is thrown on. */
export function storeFailure(error: unknown, result: unknown = null): DataSourceOutcome & { ok: false } {
  if (!(error instanceof DynamoDbError)) throw error;
  const name = MODELLED.has(error.name) ? error.name : 'DynamoDbException';
  const message = `${error.message} (Service: DynamoDb, Status Code: ${error.status}, Request ID: ${randomUUID()})`;
  return { ok: false, error: { message, type: `DynamoDB:${name}` }, result };
}

export function isConditionFailure(error: unknown): error is DynamoDbError {
  return error instanceof DynamoDbError && error.name === 'ConditionalCheckFailedException';
}

/** Why each action of a cancelled transaction did (not) stand, in their order; null for any other error. */
export function cancellationReasons(error: unknown): readonly unknown[] | null {
  if (!(error instanceof DynamoDbError) || !('reasons' in error) || !Array.isArray(error.reasons)) return null;
  return error.reasons.map((reason: unknown) => {
    const { Code: type = 'None', Message: message = null, Item: item } = isRecord(reason) ? reason : {};
    return { type, message, item: fromItem(item) };
  });
}
