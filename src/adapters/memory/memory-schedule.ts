import type { CampaignStore } from '../../app/ports.ts';
import type { OccurrenceStore } from '../../app/schedule/index.ts';
import type { OccurrenceRecord } from '../../domain/schedule/index.ts';

/** What became of occurrences, in memory. */
export function createMemoryOccurrences(stored: Pick<CampaignStore, 'get'>): OccurrenceStore {
  const campaigns = new Map<string, Map<string, OccurrenceRecord>>();
  return {
    get: async (campaignId, occurrenceId) => campaigns.get(campaignId)?.get(occurrenceId) ?? null,
    create: async (record, since) => {
      const { scheduleSince } = (await stored.get(record.campaignId))?.value ?? {};
      const records = campaigns.get(record.campaignId) ?? new Map<string, OccurrenceRecord>();
      campaigns.set(record.campaignId, records);
      const known = records.get(record.id);
      if (known !== undefined) return known;
      if (since !== null && scheduleSince !== since) return null;
      records.set(record.id, record);
      return record;
    },
    list: async (campaignId, { limit, before }) =>
      [...(campaigns.get(campaignId)?.values() ?? [])]
        .filter(({ id }) => before === undefined || id < before)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
  };
}
