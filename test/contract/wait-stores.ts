import { expect, it } from 'vitest';
import type { CampaignStore } from '../../src/app/ports.ts';
import type { Bucket, TriggeredCampaigns, WaitStore } from '../../src/app/trigger/index.ts';
import type { Campaign } from '../../src/domain/campaign/index.ts';

export type WaitStores = {
  readonly campaigns: CampaignStore;
  readonly triggered: TriggeredCampaigns;
  readonly waits: WaitStore;
  /** Lets reads that may be late see everything; absent where none is. */
  readonly catchUp?: () => void;
};

const BY = { id: 'minji' };
const MINUTE = 29_900_000;
const WRITTEN_AT = MINUTE * 60_000 + 0.5;
let lastId = 0;
const newId = (): string => `waiting-${(lastId += 1)}`;

/** What stores of people who wait do, and of the campaigns that events open. */
export function describeWaitStores(open: () => WaitStores): void {
  const dueOf = async ({ campaignId }: Bucket, minute: number) => {
    open().catchUp?.();
    return (await open().waits.listDue(minute, 10_000)).filter((bucket) => bucket.campaignId === campaignId);
  };

  it('finds campaigns by the event that opens them, and none that is opened by none any more', async () => {
    const { campaigns, triggered, catchUp } = open();
    const event = newId();
    const plain: Campaign = {
      ...{ id: newId(), name: '만료', segmentId: 's', messageClass: 'AD', holdoutPercent: 0, inDoubtPolicy: 'HOLD' },
      steps: [{ channel: 'PUSH', templateId: 't' }],
    };
    const wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'MembershipEnd', daysBefore: 2, time: '10:00' } as const;
    const rule = { kind: 'ONCE_IN_DAYS', days: 7 } as const;
    const campaign: Campaign = { ...plain, trigger: { event, rule, expiresAfterMinutes: 1_440, wait } };
    await campaigns.put(campaign, 0, BY);
    await campaigns.put({ ...plain, id: newId() }, 0, BY);
    catchUp?.();
    expect((await campaigns.get(campaign.id))?.value).toEqual(campaign);
    expect(await triggered.find(event)).toEqual([campaign.id]);
    expect(await triggered.find(`${event}-other`)).toEqual([]);
    await campaigns.put(plain, 1, BY);
    catchUp?.();
    expect(await triggered.find(event)).toEqual([]);
  });

  it('keeps those who wait by minute, and lists a bucket when its minute has come, until it is closed', async () => {
    const { waits } = open();
    const bucket = { campaignId: newId(), minute: MINUTE };
    const entries = [
      { customerId: 'a', at: 1_000_000 },
      { customerId: '나', at: 1_000_500, reason: 'WAIT_DATE_MISSING' as const },
      { customerId: 'c', at: 1_000_700, isPlaced: true as const },
      { customerId: 'd', at: 1_000_900, reason: 'WAIT_DATE_MISSING' as const, isPlaced: true as const },
    ];
    await waits.append(bucket, { batchId: 'b1', writtenAt: WRITTEN_AT, entries });
    expect(await dueOf(bucket, MINUTE - 1)).toEqual([]);
    expect(await dueOf(bucket, MINUTE)).toEqual([{ ...bucket, mark: 'b1' }]);
    expect(await waits.listBatches(bucket)).toEqual([{ batchId: 'b1', count: 4, writtenAt: WRITTEN_AT }]);
    await waits.append(bucket, { batchId: 'b2', writtenAt: WRITTEN_AT, entries: entries.slice(0, 1) });
    const batches = await waits.getBatches(bucket, ['b2', 'none', 'b1']);
    expect(batches).toEqual([
      { batchId: 'b2', entries: entries.slice(0, 1) },
      { batchId: 'b1', entries },
    ]);
    // Somebody has added to it since it was listed.
    await waits.close({ ...bucket, mark: 'b1' });
    expect(await dueOf(bucket, MINUTE + 5)).toEqual([{ ...bucket, mark: 'b2' }]);
    await waits.close({ ...bucket, mark: 'b2' });
    expect(await dueOf(bucket, MINUTE + 5)).toEqual([]);
    await waits.append(bucket, { batchId: 'b3', writtenAt: WRITTEN_AT, entries });
    expect(await dueOf(bucket, MINUTE)).toEqual([{ ...bucket, mark: 'b3' }]);
    expect(await waits.listBatches({ ...bucket, minute: MINUTE + 1 })).toEqual([]);
  });

  it('writes which batches a job takes once, whoever else gathers at the same moment', async () => {
    const { waits } = open();
    const bucket = { campaignId: newId(), minute: MINUTE };
    expect(await waits.getJobs(bucket)).toEqual({ revision: 0, jobs: [] });
    const first = { revision: 0, jobs: [{ batchIds: ['b1'], count: 2, at: 7 }] };
    const other = { revision: 0, jobs: [{ batchIds: ['b1', 'b2'], count: 3, at: 7 }] };
    const written = await Promise.all([waits.putJobs(bucket, first), waits.putJobs(bucket, other)]);
    expect(written.filter(Boolean)).toHaveLength(1);
    const { jobs } = written[0] === true ? first : other;
    expect(await waits.getJobs(bucket)).toEqual({ revision: 1, jobs });
    const next = { revision: 1, jobs: [...jobs, { batchIds: ['b3'], count: 1, at: 8 }] };
    expect(await waits.putJobs(bucket, next)).toBe(true);
    expect((await waits.getJobs(bucket)).jobs).toEqual(next.jobs);
  });

  it('keeps hundreds of entries in one batch, and answers no more buckets than it is asked for', async () => {
    const { waits } = open();
    const bucket = { campaignId: newId(), minute: MINUTE };
    const entries = Array.from({ length: 500 }, (_, n) => ({
      customerId: `customer-${n}-${'x'.repeat(60)}`,
      at: 1_000 + n,
    }));
    await waits.append(bucket, { batchId: 'large', writtenAt: WRITTEN_AT, entries });
    expect(await waits.getBatches(bucket, ['large'])).toEqual([{ batchId: 'large', entries }]);
    for (let n = 0; n < 5; n += 1)
      await waits.append({ campaignId: newId(), minute: MINUTE }, { batchId: 'b', writtenAt: WRITTEN_AT, entries });
    open().catchUp?.();
    expect(await waits.listDue(MINUTE, 3)).toHaveLength(3);
  });
}
