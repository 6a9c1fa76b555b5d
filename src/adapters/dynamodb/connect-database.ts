import { DynamoDBClient, TransactionConflictException, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { STORE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import type { Database } from './tables.ts';

/** Opens the database; region, endpoint and credentials come from the environment unless given. */
export function connectDatabase(config: DynamoDBClientConfig = {}, now: () => number = () => Date.now()): Database {
  const base = new DynamoDBClient({ ...STORE_CLIENT_SETTINGS, ...config });
  // It prepares every request and answer for a log even when there is none: a tenth of the work of reading customers.
  if (config.logger === undefined) base.middlewareStack.remove('loggerMiddleware');
  retryConflicts(base);
  const client = DynamoDBDocumentClient.from(base, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, now };
}

/** An item is locked for the moment that a transaction takes, and a single write to it refused; the SDK would give up. */
function retryConflicts(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof TransactionConflictException) error.$retryable = {};
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'retryConflicts' },
  );
}
