import * as z from 'zod';
import { DamagedCampaignError, type DueCampaigns } from '../../app/schedule/index.ts';
import type { Campaign } from '../../domain/campaign/index.ts';
import { campaignDocument } from './campaign-document.ts';
import { UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import { DUE_SHARDS, dueShard } from './due-shard.ts';
import { queryUpTo } from './query-up-to.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

/** Campaigns by when something is due for them; amplify/data/due-indexes.ts makes the same index. */
const DUE_INDEX = 'dueCampaigns';

/** Due since ever: the scheduler looks at whatever was saved, and finds out when its next occurrence is. */
const AT_ONCE = 0;

/** The attributes that make a campaign due when it is saved: only the scheduler knows when its next occurrence is. */
export function dueWhenSaved({ id }: Pick<Campaign, 'id'>): {
  readonly dueAt: number;
  readonly dueShard: number;
  readonly damagedAt: undefined;
} {
  return { dueAt: AT_ONCE, dueShard: dueShard(id), damagedAt: undefined };
}

const idItem = z.object({ id: z.string() });

const scheduledItem = z.object({
  revision: z.int(),
  settledSince: z.number().exactOptional(),
  settledUntil: z.number().exactOptional(),
});

/** When campaigns are due, as attributes of the rows of the Campaign model that are no fields of it. */
export function createDueCampaigns(database: Database, table: string): DueCampaigns {
  const { client } = database;
  const listShard = async (shard: number, now: number, limit: number): Promise<readonly string[]> => {
    const items = await queryUpTo(database, limit, {
      TableName: table,
      IndexName: DUE_INDEX,
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
      ExpressionAttributeValues: { ':shard': shard, ':now': now },
    });
    return items.map((item) => idItem.parse(item).id);
  };
  return {
    listDue: async (now, limit) => {
      const ofShard = Math.ceil(limit / DUE_SHARDS);
      const shards = Array.from({ length: DUE_SHARDS }, (_, shard) => listShard(shard, now, ofShard));
      return (await Promise.all(shards)).flat().slice(0, limit);
    },
    get: async (campaignId) => {
      const row = await readRow(database, table, { id: campaignId });
      if (row === null) return null;
      const campaign = campaignDocument.safeParse(row);
      const scheduled = scheduledItem.safeParse(row);
      if (!campaign.success) throw new DamagedCampaignError(campaignId, { cause: campaign.error });
      if (!scheduled.success) throw new DamagedCampaignError(campaignId, { cause: scheduled.error });
      const { revision, settledSince: since, settledUntil: until } = scheduled.data;
      const position = since === undefined || until === undefined ? null : { since, until };
      return { campaign: campaign.data, revision, position };
    },
    moveOn: (campaignId, { revision, position: { since, until }, dueAt }) => {
      const isDue = dueAt !== null;
      return holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id: campaignId },
            UpdateExpression: `SET settledSince = :since, settledUntil = :until${isDue ? ', dueAt = :dueAt, dueShard = :shard' : ' REMOVE dueAt, dueShard'}`,
            ConditionExpression:
              'revision = :revision AND (attribute_not_exists(settledSince) OR settledSince <> :since OR settledUntil <= :until)',
            ExpressionAttributeValues: {
              ':since': since,
              ':until': until,
              ':revision': revision,
              ...(isDue ? { ':dueAt': dueAt, ':shard': dueShard(campaignId) } : {}),
            },
          }),
        ),
      );
    },
    setAside: async (campaignId, at) => {
      await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { id: campaignId },
            UpdateExpression: 'SET damagedAt = :at REMOVE dueAt, dueShard',
            ConditionExpression: 'attribute_exists(id)',
            ExpressionAttributeValues: { ':at': at },
          }),
        ),
      );
    },
  };
}
