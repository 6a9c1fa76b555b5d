import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  type DynamoDBClientConfig,
  type DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import { STORE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import { cancellationCodes } from './condition.ts';
import type { Database } from './tables.ts';

/** Opens the database; region, endpoint and credentials come from the environment unless given. */
export function connectDatabase(config: DynamoDBClientConfig = {}, now: () => number = () => Date.now()): Database {
  const client = new DynamoDBClient({ ...STORE_CLIENT_SETTINGS, ...config });
  // It prepares every request and answer for a log even when there is none: a tenth of the work of reading customers.
  if (config.logger === undefined) client.middlewareStack.remove('loggerMiddleware');
  retryConflicts(client);
  refuseDocumentCommands(client);
  return { client: withQuickConfig(client), now };
}

/**
 * A command of `@aws-sdk/lib-dynamodb` would be sent once and then again for each that follows, with the first one's
 * parameters: the handler that it makes knows them, and is kept. They all read this option.
 */
function refuseDocumentCommands({ config }: DynamoDBClient): void {
  Object.defineProperty(config, 'translateConfig', {
    get: () => {
      throw new Error('This client does not send commands of @aws-sdk/lib-dynamodb. Use those of commands.ts.');
    },
  });
}

/**
 * An item is locked for the moment that a transaction takes, and every other write to it is refused, alone or as a part
 * of a transaction; the SDK would give up at once. A transaction whose answer was late is repeated by the SDK under its
 * token, and refused while the first is still at it. Whatever else cancels a transaction stays what it is: a condition
 * that does not hold will not hold the next time.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
function retryConflicts(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (isPassing(error)) error.$retryable = {};
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'retryConflicts' },
  );
}

const PASSING_REASONS: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

function isPassing(error: unknown): error is DynamoDBServiceException {
  if (error instanceof TransactionConflictException || error instanceof TransactionInProgressException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = cancellationCodes(error);
  return codes.length > 0 && codes.every((code) => PASSING_REASONS.has(code));
}
