import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { ImportReport, ImportStore } from '../../app/customer/index.ts';
import { holds } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const sliceItem = z.object({
  report: z.object({
    importId: z.string(),
    accepted: z.int(),
    rejected: z.int(),
    customersWritten: z.int(),
    endpointsWritten: z.int(),
    rejections: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })),
  }),
});

/** Reports of import slices as items of the Delivery table. */
export function createImports(database: Database, table: string): ImportStore {
  const keyOf = (importId: string, firstLine: number) => ({
    pk: `import#${importId}`,
    sk: `SLICE#${String(firstLine).padStart(12, '0')}`,
  });
  const getSlice = async (importId: string, firstLine: number): Promise<ImportReport | null> => {
    const item = await readRow(database, table, keyOf(importId, firstLine));
    return item === null ? null : sliceItem.parse(item).report;
  };
  return {
    getSlice,
    putSlice: async (report, { firstLine, isLast }) => {
      const item = { ...keyOf(report.importId, firstLine), report, isLast };
      const isFirst = await holds(
        database.client.send(
          new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
        ),
      );
      return isFirst ? report : ((await getSlice(report.importId, firstLine)) ?? report);
    },
  };
}
