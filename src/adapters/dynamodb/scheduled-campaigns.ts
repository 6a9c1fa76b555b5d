import type { ScheduledCampaigns } from '../../app/campaign/index.ts';
import type { Campaign } from '../../domain/campaign/index.ts';
import { plainItem } from './attribute-values.ts';
import { campaignDocument } from './campaign-document.ts';
import { ScanCommand } from './commands.ts';
import type { Database } from './tables.ts';

/** People write campaigns, so that there are thousands at most: 20 pages of 1 MB hold some 20,000 of them. */
const MAX_PAGES = 20;

/** Campaigns with a schedule, found by looking at each row of the Campaign model: for a person's query, not for a bell. */
export function createScheduledCampaigns({ client }: Database, table: string): ScheduledCampaigns {
  return {
    list: async (limit) => {
      const campaigns: Campaign[] = [];
      const damaged: string[] = [];
      let start: Record<string, unknown> | undefined;
      let pages = 0;
      do {
        const answer = await client.send(
          new ScanCommand({
            TableName: table,
            FilterExpression: 'attribute_exists(scheduleSince)',
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of (answer.Items ?? []).map(plainItem)) {
          const read = campaignDocument.safeParse(item);
          if (read.success) campaigns.push(read.data);
          else damaged.push(String(item['id']));
        }
        start = answer.LastEvaluatedKey && plainItem(answer.LastEvaluatedKey);
        pages += 1;
      } while (start !== undefined && campaigns.length <= limit && pages < MAX_PAGES);
      return { campaigns: campaigns.slice(0, limit), isCut: start !== undefined || campaigns.length > limit, damaged };
    },
  };
}
