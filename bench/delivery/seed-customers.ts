import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '../../src/adapters/dynamodb/commands.ts';
import { inParallel } from '../../src/app/in-parallel.ts';
import { createPeople, customersFor } from './audience.ts';

const PER_WRITE = 25;
const PARALLEL = 8;

/** Writes the audience as rows of the Customer model. */
export async function seedCustomers(
  client: DynamoDBClient,
  table: string,
  recipients: number,
  now: number,
): Promise<void> {
  const customersOf = createPeople(now);
  const at = new Date(now).toISOString();
  const stamps = { __typename: 'Customer', revision: 1, createdAt: at, updatedAt: at };
  const count = customersFor(recipients);
  const firsts = Array.from({ length: Math.ceil(count / PER_WRITE) }, (_, index) => index * PER_WRITE);
  await inParallel(firsts, PARALLEL, async (first) => {
    const indexes = Array.from({ length: Math.min(PER_WRITE, count - first) }, (_, index) => first + index);
    const requests = customersOf(indexes).map((row) => ({ PutRequest: { Item: { ...row, ...stamps } } }));
    const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    if (Object.keys(answer.UnprocessedItems ?? {}).length > 0)
      throw new Error('The store did not take every customer.');
  });
}
