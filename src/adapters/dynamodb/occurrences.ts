import * as z from 'zod';
import type { OccurrenceStore } from '../../app/schedule/index.ts';
import { OCCURRENCE_STATES, type OccurrenceRecord } from '../../domain/schedule/index.ts';
import { TransactWriteCommand } from './commands.ts';
import { holdsTogether } from './condition.ts';
import { queryUpTo } from './query-up-to.ts';
import { readRow } from './read-rows.ts';
import type { Database, TableNames } from './tables.ts';

const occurrenceItem = z.object({
  campaignId: z.string(),
  id: z.string(),
  at: z.number(),
  state: z.enum(OCCURRENCE_STATES),
  jobId: z.string().exactOptional(),
  code: z.string().exactOptional(),
  message: z.string().exactOptional(),
  recordedAt: z.number(),
});

/** A partition for each campaign in the Delivery table; ids begin with their time, so that they are in order. */
export function createOccurrences(
  database: Database,
  tables: Pick<TableNames, 'delivery' | 'campaign'>,
): OccurrenceStore {
  const { client } = database;
  const table = tables.delivery;
  const pkOf = (campaignId: string): string => `occurrences#${campaignId}`;
  const get = async (campaignId: string, occurrenceId: string): Promise<OccurrenceRecord | null> => {
    const item = await readRow(database, table, { pk: pkOf(campaignId), sk: occurrenceId });
    return item === null ? null : occurrenceItem.parse(item);
  };
  const hasScheduleOf = (campaignId: string, since: number) => ({
    ConditionCheck: {
      TableName: tables.campaign,
      Key: { id: campaignId },
      ConditionExpression: 'scheduleSince = :since',
      ExpressionAttributeValues: { ':since': since },
    },
  });
  return {
    get,
    create: async (record, since) => {
      const { campaignId } = record;
      const isWritten = await holdsTogether(
        client.send(
          new TransactWriteCommand({
            TransactItems: [
              ...(since === null ? [] : [hasScheduleOf(campaignId, since)]),
              {
                Put: {
                  TableName: table,
                  Item: { pk: pkOf(campaignId), sk: record.id, ...record },
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
            ],
          }),
        ),
      );
      // Not written: there is one, or the schedule is another.
      return isWritten ? record : get(campaignId, record.id);
    },
    list: async (campaignId, { limit, before }) => {
      const items = await queryUpTo(database, limit, {
        TableName: table,
        KeyConditionExpression: before === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: {
          ':pk': pkOf(campaignId),
          ...(before === undefined ? {} : { ':before': before }),
        },
        ScanIndexForward: false,
      });
      return items.map((item) => occurrenceItem.parse(item));
    },
  };
}
