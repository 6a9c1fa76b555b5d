import { expect, it } from 'vitest';
import type { CampaignStore } from '../../src/app/ports.ts';
import type { DueCampaigns, OccurrenceStore } from '../../src/app/schedule/index.ts';
import type { Campaign } from '../../src/domain/campaign/index.ts';
import type { OccurrenceRecord } from '../../src/domain/schedule/index.ts';

export type ScheduleStores = {
  readonly campaigns: CampaignStore;
  readonly dueCampaigns: DueCampaigns;
  readonly occurrences: OccurrenceStore;
  /** Lets reads that may be late see everything; absent where none is. */
  readonly catchUp?: () => void;
};

const BY = { id: 'minji' };
const ALL = 10_000;
let lastId = 0;
const newId = (): string => `timed-${(lastId += 1)}`;

function campaignOf(id: string): Campaign {
  return {
    ...{ id, name: '매일', segmentId: 's', messageClass: 'AD', holdoutPercent: 0, inDoubtPolicy: 'HOLD' },
    steps: [{ channel: 'PUSH', templateId: 't' }],
    schedule: { type: 'DAILY', time: '09:00' },
    scheduleSince: 1_000,
  };
}

/** What stores of schedules do: which campaigns are due, and what became of their occurrences. */
export function describeScheduleStores(open: () => ScheduleStores): void {
  const isDue = async (id: string, now: number): Promise<boolean> => {
    open().catchUp?.();
    return (await open().dueCampaigns.listDue(now, ALL)).includes(id);
  };

  it('has a campaign due from when it is saved, and then when the scheduler says', async () => {
    const { campaigns, dueCampaigns } = open();
    const campaign = campaignOf(newId());
    const { schedule: _, scheduleSince: __, ...plain } = campaign;
    await campaigns.put(plain, 0, BY);
    expect(await isDue(campaign.id, 0)).toBe(true);
    expect(await dueCampaigns.get(campaign.id)).toEqual({ campaign: plain, revision: 1, position: null });
    const nothing = { since: 500, until: 500 };
    expect(await dueCampaigns.moveOn(campaign.id, { revision: 1, position: nothing, dueAt: null })).toBe(true);
    expect(await isDue(campaign.id, 5_000)).toBe(false);
    expect(await campaigns.put(campaign, 1, BY)).toBe(true);
    expect(await isDue(campaign.id, 0)).toBe(true);
    const position = { since: 1_000, until: 4_000 };
    expect(await dueCampaigns.moveOn(campaign.id, { revision: 2, position, dueAt: 9_000 })).toBe(true);
    expect(await isDue(campaign.id, 8_999)).toBe(false);
    expect(await isDue(campaign.id, 9_000)).toBe(true);
    expect(await dueCampaigns.get(campaign.id)).toEqual({ campaign, revision: 2, position });
    // Saved anew it is looked at anew, from where it was left.
    await campaigns.put({ ...campaign, name: '다른 이름' }, 2, BY);
    expect(await isDue(campaign.id, 0)).toBe(true);
    expect((await dueCampaigns.get(campaign.id))?.position).toEqual(position);
    expect(await dueCampaigns.get(newId())).toBeNull();
  });

  it('moves a campaign on only as it was read, and never back', async () => {
    const { campaigns, dueCampaigns } = open();
    const { id } = campaignOf(newId());
    await campaigns.put(campaignOf(id), 0, BY);
    const to = (revision: number, since: number, until: number) =>
      dueCampaigns.moveOn(id, { revision, position: { since, until }, dueAt: until });
    expect(await to(2, 1_000, 2_000)).toBe(false);
    expect(await to(1, 1_000, 2_000)).toBe(true);
    expect(await to(1, 1_000, 2_000)).toBe(true);
    expect(await to(1, 1_000, 1_999)).toBe(false);
    // Of another schedule everything is still to come.
    expect(await to(1, 1_500, 1_600)).toBe(true);
    expect(await dueCampaigns.moveOn(id, { revision: 1, position: { since: 1_500, until: 1_700 }, dueAt: null })).toBe(
      true,
    );
    expect(await isDue(id, 99_000)).toBe(false);
    expect((await dueCampaigns.get(id))?.position).toEqual({ since: 1_500, until: 1_700 });
    expect(await dueCampaigns.moveOn(newId(), { revision: 1, position: { since: 1, until: 1 }, dueAt: 1 })).toBe(false);
  });

  it('has a campaign that was set aside due no more, until somebody saves it', async () => {
    const { campaigns, dueCampaigns } = open();
    const { id } = campaignOf(newId());
    await campaigns.put(campaignOf(id), 0, BY);
    await dueCampaigns.setAside(id, 7_000);
    expect(await isDue(id, 99_000)).toBe(false);
    await campaigns.put(campaignOf(id), 1, BY);
    expect(await isDue(id, 99_000)).toBe(true);
    await dueCampaigns.setAside(newId(), 7_000);
  });

  it('answers no more campaigns than it is asked for', async () => {
    const { campaigns, dueCampaigns, catchUp } = open();
    for (let n = 0; n < 12; n += 1) await campaigns.put(campaignOf(newId()), 0, BY);
    catchUp?.();
    expect((await dueCampaigns.listDue(0, 3)).length).toBeLessThanOrEqual(3);
    expect(new Set(await dueCampaigns.listDue(0, ALL)).size).toBeGreaterThanOrEqual(12);
  });

  it('records what becomes of an occurrence once, and tells everybody what that is', async () => {
    const { occurrences, campaigns } = open();
    const campaignId = newId();
    await campaigns.put(campaignOf(campaignId), 0, BY);
    const opened: OccurrenceRecord = {
      ...{ campaignId, id: '2026-12-01T09:00_asia-seoul', at: 1_000, state: 'OPENED' },
      ...{ jobId: 'job-1', recordedAt: 1_500 },
    };
    expect(await occurrences.get(campaignId, opened.id)).toBeNull();
    const missed = { ...opened, state: 'MISSED', recordedAt: 1_600 } as const;
    const answers = await Promise.all([occurrences.create(opened, 1_000), occurrences.create(missed, 1_000)]);
    expect(answers[0]).toEqual(answers[1]);
    expect([opened, missed]).toContainEqual(answers[0]);
    expect(await occurrences.create({ ...missed, recordedAt: 9_000 }, 1_000)).toEqual(answers[0]);
    expect(await occurrences.get(campaignId, opened.id)).toEqual(answers[0]);
    // Another campaign's occurrence of that name is another one.
    expect(await occurrences.get(newId(), opened.id)).toBeNull();
  });

  it('records nothing of a schedule that the campaign does not have any more, and answers what was recorded before', async () => {
    const { occurrences, campaigns } = open();
    const campaignId = newId();
    await campaigns.put(campaignOf(campaignId), 0, BY);
    const record: OccurrenceRecord = { campaignId, id: '2026-12-01T09:00Z', at: 1, state: 'MISSED', recordedAt: 2 };
    expect(await occurrences.create(record, 1_000)).toEqual(record);
    await campaigns.put({ ...campaignOf(campaignId), scheduleSince: 2_000 }, 1, BY);
    const later = { ...record, id: '2026-12-02T09:00Z' };
    expect(await occurrences.create(later, 1_000)).toBeNull();
    expect(await occurrences.get(campaignId, later.id)).toBeNull();
    expect(await occurrences.create({ ...record, state: 'FAILED' }, 1_000)).toEqual(record);
    expect(await occurrences.create(later, 2_000)).toEqual(later);
    const { schedule: _, scheduleSince: __, ...plain } = campaignOf(campaignId);
    await campaigns.put(plain, 2, BY);
    expect(await occurrences.create({ ...record, id: '2026-12-03T09:00Z' }, 2_000)).toBeNull();
    expect(await occurrences.create({ ...record, campaignId: newId() }, 2_000)).toBeNull();
  });

  it('lists occurrences from the latest on, in pages', async () => {
    const { occurrences, campaigns } = open();
    const campaignId = newId();
    await campaigns.put(campaignOf(campaignId), 0, BY);
    const failed = {
      campaignId,
      state: 'FAILED',
      code: 'NOT_FOUND',
      message: 'Segment s is gone.',
      recordedAt: 5,
    } as const;
    const records = Array.from({ length: 7 }, (_, day) => ({
      ...failed,
      id: `2026-12-0${day + 1}T09:00_asia-seoul`,
      at: day,
    }));
    for (const record of records) await occurrences.create(record, 1_000);
    const latestFirst = records.toReversed();
    open().catchUp?.();
    expect(await occurrences.list(campaignId, { limit: 3 })).toEqual(latestFirst.slice(0, 3));
    const before = latestFirst[2]?.id ?? '';
    expect(await occurrences.list(campaignId, { limit: 9, before })).toEqual(latestFirst.slice(3));
  });
}
