import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** Request units of DynamoDB on demand. */
export type Units = { write: number; read: number; writeRequests: number; readRequests: number };

const capacity = z.object({ TableName: z.string().optional(), CapacityUnits: z.number() });
const output = z.object({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });
const named = z.object({ TableName: z.string().optional() });

const transaction = z.object({
  TransactItems: z.array(
    z.object({
      Put: z.object({ TableName: z.string(), Item: z.record(z.string(), z.unknown()) }).optional(),
      Update: z.object({ TableName: z.string() }).optional(),
      Delete: z.object({ TableName: z.string() }).optional(),
    }),
  ),
});

const WRITES = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand']);
const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand']);

/**
 * Counts what a client consumes, by what the store says of each call: a write unit per KB of the larger of the item
 * before and after, a read unit per 4 KB (half when eventually consistent), per item where it is read by key and per
 * page where it is scanned. Each secondary index counts as one more write of the item, and a write whose condition fails
 * as one of the size that was to be written: both at most.
 */
export function countUnits(client: DynamoDBClient, indexes: ReadonlyMap<string, number>): Units {
  const units: Units = { write: 0, read: 0, writeRequests: 0, readRequests: 0 };
  const countWrite = (table: string | undefined, consumed: number): void => {
    units.writeRequests += 1;
    units.write += consumed * (1 + (indexes.get(table ?? '') ?? 0));
  };
  /** Twice what the writes would take alone. The embedded store does not say it; what is updated is taken for small. */
  const countTransaction = (input: unknown): void => {
    units.writeRequests += 1;
    for (const { Put, Update, Delete } of transaction.parse(input).TransactItems) {
      const { TableName: table } = Put ?? Update ?? Delete ?? { TableName: '' };
      const bytes = Put === undefined ? 1 : Buffer.byteLength(JSON.stringify(Put.Item));
      units.write += 2 * Math.ceil(bytes / 1024) * (1 + (indexes.get(table) ?? 0));
    }
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = String(context['commandName']);
      if (name === 'TransactWriteItemsCommand') countTransaction(args.input);
      const isWrite = WRITES.has(name);
      if (!isWrite && !READS.has(name)) return next(args);
      const table = named.parse(args.input).TableName;
      try {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity: consumed = [] } = output.parse(answer.output);
        let sum = 0;
        for (const { CapacityUnits } of [consumed].flat()) sum += CapacityUnits;
        if (isWrite) countWrite(table, sum);
        else {
          units.readRequests += 1;
          units.read += sum;
        }
        return answer;
      } catch (error) {
        if (isWrite) countWrite(table, Math.max(1, Math.ceil(Buffer.byteLength(JSON.stringify(args.input)) / 1024)));
        throw error;
      }
    },
    { step: 'initialize', name: 'countUnits' },
  );
  return units;
}

/** What was consumed since a moment before. */
export function unitsSince(now: Units, before: Units): Units {
  return {
    write: now.write - before.write,
    read: now.read - before.read,
    writeRequests: now.writeRequests - before.writeRequests,
    readRequests: now.readRequests - before.readRequests,
  };
}
