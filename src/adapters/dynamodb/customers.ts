import { DescribeTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { CustomerSource } from '../../app/ports.ts';
import { newCustomer, type Customer } from '../../domain/customer/index.ts';
import { plainItem } from './attribute-values.ts';
import { customerDocument } from './customer-document.ts';
import { keysOf, readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

const scanKey = z.object({ id: z.string() });

/**
 * Customers as the engine reads them. Pages of a plan are eventually consistent, which halves their price: everybody in
 * them is read again, consistently, just before they are sent to.
 */
export function createCustomerSource(database: Database, table: string): CustomerSource {
  return {
    scan: async (slice, slices, cursor) => {
      const answer = await database.client.send(
        new ScanCommand({
          TableName: table,
          Segment: slice,
          TotalSegments: slices,
          ...(cursor === null ? {} : { ExclusiveStartKey: { id: { S: scanKey.parse(JSON.parse(cursor)).id } } }),
        }),
      );
      const next = answer.LastEvaluatedKey;
      return {
        customers: (answer.Items ?? []).map((item) => readCustomer(plainItem(item))),
        cursor: next === undefined ? null : JSON.stringify(scanKey.parse(plainItem(next))),
      };
    },
    getMany: async (ids) => {
      const rows = await readRows(database, table, keysOf(ids), true);
      return new Map(rows.map(readCustomer).map((customer) => [customer.id, customer]));
    },
    // Some six hours old in AWS, and free.
    estimateCount: async () => {
      const answer = await database.client.send(new DescribeTableCommand({ TableName: table }));
      return answer.Table?.ItemCount ?? 0;
    },
  };
}

/** A row that somebody damaged is a customer of whom nothing is known: excluded or skipped, and nobody else with them. */
function readCustomer(row: Record<string, unknown>): Customer {
  const read = customerDocument.safeParse(row);
  return read.success ? read.data : newCustomer(scanKey.parse(row).id);
}
