import * as z from 'zod';
import type { ImportReport, ImportStore, ImportTotals } from '../../app/customer/index.ts';
import { PutCommand } from './commands.ts';
import { holds } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

/** Reports quote lines of people's data: they are kept as long as somebody may want to look at them. */
const KEPT_SECONDS = 90 * 86_400;

const counts = {
  importId: z.string(),
  accepted: z.int(),
  rejected: z.int(),
  customersCreated: z.int(),
  customersWritten: z.int(),
  endpointsWritten: z.int(),
  // What was counted before has none.
  keptRefused: z.int().default(0),
};

const sliceItem = z.object({
  sk: z.string(),
  report: z.object({
    ...counts,
    rejections: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })),
    digest: z.string().exactOptional(),
  }),
});

const totalsItem = z.object({
  totals: z.object({
    ...counts,
    seq: z.int(),
    covered: z.array(z.tuple([z.int(), z.int()])),
    endLine: z.int().nullable(),
    isDone: z.boolean(),
    publishedAt: z.number(),
    at: z.number(),
  }),
});

const SLICE = 'SLICE#';
const LAST_SLICE = `${SLICE}999999999999`;

/** Totals have a partition of their own: slices are listed without them, and they are written often. */
const TOTALS = 'TOTALS';

const sliceKey = (firstLine: number): string => `${SLICE}${String(firstLine).padStart(12, '0')}`;
const partition = (importId: string): string => `import#${importId}`;

/** Reports of import slices, and the totals of imports, as items of the Delivery table. */
export function createImports(database: Database, table: string): ImportStore {
  const expiresAt = (): number => Math.floor(database.now() / 1000) + KEPT_SECONDS;
  const getSlice = async (importId: string, firstLine: number): Promise<ImportReport | null> => {
    const item = await readRow(database, table, { pk: partition(importId), sk: sliceKey(firstLine) });
    return item === null ? null : sliceItem.parse(item).report;
  };
  return {
    getSlice,
    putSlice: async (report, { firstLine, untilLine, isLast }) => {
      const key = { pk: partition(report.importId), sk: sliceKey(firstLine) };
      const item = { ...key, report, untilLine, isLast, expiresAt: expiresAt() };
      const isFirst = await holds(
        database.client.send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
        ),
      );
      return isFirst ? report : ((await getSlice(report.importId, firstLine)) ?? report);
    },
    listSlices: async (importId, from, limit) => {
      const pk = partition(importId);
      const query = { table, pk, from: sliceKey(from), to: LAST_SLICE, limit, isConsistent: true };
      const items = await queryPartition(database, query);
      return items.map((item) => {
        const { sk, report } = sliceItem.parse(item);
        return { firstLine: Number(sk.slice(SLICE.length)), report };
      });
    },
    getTotals: async (importId): Promise<ImportTotals | null> => {
      const item = await readRow(database, table, { pk: `${partition(importId)}#totals`, sk: TOTALS });
      return item === null ? null : totalsItem.parse(item).totals;
    },
    putTotals: async (totals) => {
      const item = { pk: `${partition(totals.importId)}#totals`, sk: TOTALS, totals, expiresAt: expiresAt() };
      const isNew = totals.seq === 1;
      return holds(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: item,
            ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'totals.seq = :seq',
            ...(isNew ? {} : { ExpressionAttributeValues: { ':seq': totals.seq - 1 } }),
          }),
        ),
      );
    },
  };
}
