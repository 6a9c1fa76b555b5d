import type { CampaignPages } from '../../app/campaign/index.ts';
import { plainItem } from './attribute-values.ts';
import { campaignDocument } from './campaign-document.ts';
import { ScanCommand } from './commands.ts';
import type { Database } from './tables.ts';

/**
 * Campaigns by looking at each row of the Campaign model: for a person's question, as there are thousands at most. A row
 * that cannot be read hides no other.
 */
export function createCampaignPages({ client }: Database, table: string): CampaignPages {
  return {
    list: async (cursor) => {
      const start = cursor === null ? {} : { ExclusiveStartKey: { id: cursor } };
      const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: table, ...start }));
      const last = LastEvaluatedKey?.['id']?.S;
      return {
        campaigns: Items.flatMap((item) => {
          const read = campaignDocument.safeParse(plainItem(item));
          return read.success ? [read.data] : [];
        }),
        cursor: last ?? null,
      };
    },
  };
}
