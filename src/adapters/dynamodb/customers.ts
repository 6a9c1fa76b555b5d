import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { CustomerSource, CustomerStore, ImportMark, StoredCustomer } from '../../app/ports.ts';
import { newCustomer, type Customer } from '../../domain/customer/index.ts';
import { holds } from './condition.ts';
import { customerDocument } from './customer-document.ts';
import { readRows } from './read-rows.ts';
import { isoTime, type Database } from './tables.ts';
import { revisionGuard, writeRow } from './write-row.ts';

const mark = z.tuple([z.string(), z.boolean(), z.int()]);
const revised = z.object({ revision: z.int(), importMarks: z.array(mark).optional() });
const scanKey = z.object({ id: z.string() });

/** Customers as the engine reads them: eventually consistent, which halves the price of a million reads. */
export function createCustomerSource(database: Database, table: string): CustomerSource {
  return {
    scan: async (slice, slices, cursor) => {
      const answer = await database.client.send(
        new ScanCommand({
          TableName: table,
          Segment: slice,
          TotalSegments: slices,
          ...(cursor === null ? {} : { ExclusiveStartKey: scanKey.parse(JSON.parse(cursor)) }),
        }),
      );
      const next = answer.LastEvaluatedKey;
      return {
        customers: (answer.Items ?? []).map(readCustomer),
        cursor: next === undefined ? null : JSON.stringify(scanKey.parse(next)),
      };
    },
    getMany: async (ids) => {
      const rows = await readRows(database, table, keysOf(ids), false);
      return new Map(rows.map(readCustomer).map((customer) => [customer.id, customer]));
    },
    // Some six hours old in AWS, and free.
    estimateCount: async () => {
      const answer = await database.client.send(new DescribeTableCommand({ TableName: table }));
      return answer.Table?.ItemCount ?? 0;
    },
  };
}

/** Customers as imports write them. */
export function createCustomerStore(database: Database, table: string): CustomerStore {
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
    put: async (customer, revision, marks) => {
      const { id, ...known } = customer;
      const importMarks = marks?.map(({ slice, isNew, endpoints }) => [slice, isNew, endpoints] as const);
      const fields = importMarks === undefined ? known : { ...known, importMarks };
      if (revision > 0) {
        const write = { table, typename: 'Customer', key: { id }, fields: { ...fields, revision: revision + 1 } };
        return writeRow(database, { ...write, guard: revisionGuard(revision) });
      }
      const now = isoTime(database.now());
      const item = { id, ...fields, __typename: 'Customer', revision: 1, createdAt: now, updatedAt: now };
      return holds(
        database.client.send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(id)' }),
        ),
      );
    },
    remove: async (customerId) => {
      const answer = await database.client.send(
        new DeleteCommand({ TableName: table, Key: { id: customerId }, ReturnValues: 'ALL_OLD' }),
      );
      return answer.Attributes !== undefined;
    },
  };
}

/** A row that somebody damaged is a customer of whom nothing is known: excluded or skipped, and nobody else with them. */
function readCustomer(row: Record<string, unknown>): Customer {
  const read = customerDocument.safeParse(row);
  return read.success ? read.data : newCustomer(scanKey.parse(row).id);
}

function toMark([slice, isNew, endpoints]: z.infer<typeof mark>): ImportMark {
  return { slice, isNew, endpoints };
}

function keysOf(ids: readonly string[]): { readonly id: string }[] {
  return [...new Set(ids)].map((id) => ({ id }));
}
