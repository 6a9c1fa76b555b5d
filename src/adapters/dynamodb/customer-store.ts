import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { CustomerStore, CustomerWrite, ImportMark, StoredCustomer } from '../../app/ports.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { holds } from './condition.ts';
import { customerDocument } from './customer-document.ts';
import { keysOf, readRows } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';
import { revisionGuard, rowUpdate } from './write-row.ts';

const mark = z.tuple([z.string(), z.boolean(), z.int()]);
const revised = z.object({ revision: z.int(), importMarks: z.array(mark).optional() });

/** DynamoDB takes 100 writes and 4 MB in one transaction; numbers and names weigh less there than as JSON. */
const MAX_WRITES = 100;
const MAX_BYTES = 3_500_000;

const PARALLEL_WRITES = 16;

/** Customers as imports and calls write them. */
export function createCustomerStore(database: Database, table: string): CustomerStore {
  const stepOf = ({ customer, revision, marks }: CustomerWrite) => {
    const { id, ...known } = customer;
    const importMarks = marks?.map(({ slice, isNew, endpoints }) => [slice, isNew, endpoints] as const);
    const fields = importMarks === undefined ? known : { ...known, importMarks };
    const now = isoTime(database.now());
    if (revision > 0) {
      const write = { table, typename: 'Customer', key: { id }, fields: { ...fields, revision: revision + 1 } };
      return { Update: rowUpdate({ ...write, guard: revisionGuard(revision) }, now) };
    }
    const item = { id, ...fields, __typename: 'Customer', revision: 1, createdAt: now, updatedAt: now };
    return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(id)' } };
  };

  const put = (write: CustomerWrite): Promise<boolean> => {
    const { Put, Update } = stepOf(write);
    return holds(
      Put === undefined ? database.client.send(new UpdateCommand(Update)) : database.client.send(new PutCommand(Put)),
    );
  };

  /** All of them or none, in one call; false when one of them stood in the way. */
  const putTogether = async (writes: readonly CustomerWrite[]): Promise<boolean> => {
    try {
      await database.client.send(new TransactWriteCommand({ TransactItems: writes.map(stepOf) }));
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
