import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { CustomerStore, CustomerWrite, ImportMark, StoredCustomer } from '../../app/ports.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { attributesOfItem } from './attribute-values.ts';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import { customerDocument } from './customer-document.ts';
import { customerFields, customerStep, NAME_FIELDS } from './customer-write.ts';
import { keysOf, readRows } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';

const mark = z.tuple([z.string(), z.boolean(), z.int()]);
const revised = z.object({ revision: z.int(), importMarks: z.array(mark).optional() });

/** DynamoDB takes 100 writes and 4 MB in one transaction; numbers and names weigh less there than as JSON. */
const MAX_WRITES = 100;
const MAX_BYTES = 3_500_000;

const PARALLEL_WRITES = 16;

/** Customers as imports and calls write them. */
export function createCustomerStore(database: Database, table: string): CustomerStore {
  const put = (write: CustomerWrite): Promise<boolean> => {
    const { Put, Update } = customerStep(database, table, write);
    return holds(
      Put === undefined ? database.client.send(new UpdateCommand(Update)) : database.client.send(new PutCommand(Put)),
    );
  };

  /** The whole row anew: what it holds besides the customer is known, and a put is much less to compute than an update. */
  const rowOf = (write: CustomerWrite, kept: Readonly<Record<string, unknown>>) => {
    const { customer, revision } = write;
    const row = {
      ...kept,
      id: customer.id,
      ...customerFields(write),
      revision: revision + 1,
      updatedAt: isoTime(database.now()),
    };
    const condition =
      revision === 0
        ? { ConditionExpression: 'attribute_not_exists(id)' }
        : {
            ConditionExpression: 'revision = :known',
            ExpressionAttributeValues: { ':known': { N: String(revision) } },
          };
    return { Put: { TableName: table, Item: attributesOfItem(row), ...condition } };
  };

  /** All of them or none, in one call; false when one of them stood in the way. */
  const putTogether = async (writes: readonly CustomerWrite[]): Promise<boolean> => {
    const createdAt = isoTime(database.now());
    const rows: ReturnType<typeof rowOf>[] = [];
    for (const write of writes) {
      const kept = write.revision === 0 ? { __typename: 'Customer', createdAt } : write.kept;
      // Without marks those in the row stay, which only an update can do.
      if (kept !== undefined && (write.revision === 0 || write.marks !== undefined)) rows.push(rowOf(write, kept));
    }
    try {
      await database.client.send(
        rows.length === writes.length
          ? new TransactWriteItemsCommand({ TransactItems: rows })
          : new TransactWriteCommand({ TransactItems: writes.map((write) => customerStep(database, table, write)) }),
      );
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return false;
      throw error;
    }
  };

  return {
    getMany: async (ids) => {
      const found = new Map<string, StoredCustomer>();
      for (const row of await readRows(database, table, keysOf(ids), true)) {
        const value = customerDocument.parse(row);
        const { revision, importMarks } = revised.parse(row);
        found.set(value.id, {
          value,
          revision,
          kept: keptOf(row),
          ...(importMarks === undefined ? {} : { marks: importMarks.map(toMark) }),
        });
      }
      return found;
    },
    put: (customer, revision, marks) => put({ customer, revision, ...(marks === undefined ? {} : { marks }) }),
    putMany: async (writes) => {
      const unwritten = new Set<string>();
      await inParallel(batchesOf(writes), PARALLEL_WRITES, async (batch) => {
        if (batch.length > 1 && (await putTogether(batch))) return;
        // Somebody else wrote one of them, or is about to; the others need not wait for that.
        await inParallel(batch, PARALLEL_WRITES, async (write) => {
          if (!(await put(write))) unwritten.add(write.customer.id);
        });
      });
      return unwritten;
    },
    remove: async (customerId) => {
      const answer = await database.client.send(
        new DeleteCommand({ TableName: table, Key: { id: customerId }, ReturnValues: 'ALL_OLD' }),
      );
      return answer.Attributes !== undefined;
    },
  };
}

/** What a write of the whole row brings itself. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...Object.keys(customerDocument.shape),
  ...NAME_FIELDS,
  'revision',
  'importMarks',
  'updatedAt',
]);

/** What a row holds that is not the customer's: when it was made, and attributes that a deployment has added. */
function keptOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in row) if (!WRITTEN.has(name)) kept[name] = row[name];
  return kept;
}

/** Cuts writes into batches that a transaction takes. */
function batchesOf(writes: readonly CustomerWrite[]): readonly (readonly CustomerWrite[])[] {
  const batches: CustomerWrite[][] = [];
  let bytes = 0;
  for (const write of writes) {
    const size = Buffer.byteLength(JSON.stringify(write));
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_WRITES || bytes + size > MAX_BYTES) {
      batches.push([write]);
      bytes = size;
    } else {
      last.push(write);
      bytes += size;
    }
  }
  return batches;
}

function toMark([slice, isNew, endpoints]: z.infer<typeof mark>): ImportMark {
  return { slice, isNew, endpoints };
}
