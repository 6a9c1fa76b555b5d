import * as z from 'zod';
import type { CampaignStore } from '../../app/ports.ts';
import { campaignDocument } from './campaign-document.ts';
import { dueWhenSaved } from './due-campaigns.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';
import { revisionGuard, writeRow } from './write-row.ts';

const revised = z.object({ revision: z.int(), updatedBy: z.string().exactOptional() });

/** Whatever a campaign has: what it no longer says when it is saved anew is taken away, every field of it. */
const { id: _, ...shape } = campaignDocument.shape;
const NOTHING = Object.fromEntries(Object.keys(shape).map((name) => [name, undefined]));

/** Campaigns as rows of the Campaign model. */
export function createCampaigns(database: Database, table: string): CampaignStore {
  return {
    get: async (id) => {
      const row = await readRow(database, table, { id });
      if (row === null) return null;
      const { revision, updatedBy } = revised.parse(row);
      const savedBy = updatedBy === undefined ? {} : { savedBy: updatedBy };
      return { value: campaignDocument.parse(row), revision, ...savedBy };
    },
    put: async ({ id, ...fields }, revision, by) =>
      writeRow(database, {
        table,
        typename: 'Campaign',
        key: { id },
        fields: {
          ...NOTHING,
          ...fields,
          ...dueWhenSaved({ id }),
          triggerEvent: fields.trigger?.event,
          revision: revision + 1,
          updatedBy: by.id,
        },
        guard: revisionGuard(revision),
      }),
  };
}
