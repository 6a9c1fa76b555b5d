import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Database } from './tables.ts';

/** Opens the database; region, endpoint and credentials come from the environment unless given. */
export function connectDatabase(config: DynamoDBClientConfig = {}, now: () => number = () => Date.now()): Database {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { client, now };
}
