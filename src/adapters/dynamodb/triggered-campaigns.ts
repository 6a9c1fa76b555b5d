import * as z from 'zod';
import type { TriggeredCampaigns } from '../../app/trigger/index.ts';
import { plainItem } from './attribute-values.ts';
import { QueryCommand } from './commands.ts';
import type { Database } from './tables.ts';

/** Campaigns by the event that opens them; amplify/data/due-indexes.ts makes the same index. */
const TRIGGER_INDEX = 'triggeredCampaigns';

const idItem = z.object({ id: z.string() });

/** Finds campaigns by their event; a row has the attribute `triggerEvent` only while its campaign has a trigger. */
export function createTriggeredCampaigns({ client }: Database, table: string): TriggeredCampaigns {
  return {
    find: async (event) => {
      const ids: string[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: TRIGGER_INDEX,
            KeyConditionExpression: 'triggerEvent = :event',
            ExpressionAttributeValues: { ':event': event },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of answer.Items ?? []) ids.push(idItem.parse(plainItem(item)).id);
        start = answer.LastEvaluatedKey && plainItem(answer.LastEvaluatedKey);
      } while (start !== undefined);
      return ids;
    },
  };
}
