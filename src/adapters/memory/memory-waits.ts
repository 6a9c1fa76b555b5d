import type { Bucket, BucketJobs, WaitBatch, WaitStore } from '../../app/trigger/index.ts';

type Kept = { mark: string | null; jobs: BucketJobs; readonly batches: Map<string, WaitBatch> };

/** People who wait, in memory. */
export function createMemoryWaits(): WaitStore {
  const buckets = new Map<string, Kept & Bucket>();
  const of = ({ campaignId, minute }: Bucket): Kept & Bucket => {
    const key = `${minute} ${campaignId}`;
    const known = buckets.get(key) ?? {
      ...{ campaignId, minute, mark: null, jobs: { revision: 0, jobs: [] } },
      batches: new Map<string, WaitBatch>(),
    };
    buckets.set(key, known);
    return known;
  };
  return {
    append: async (bucket, batch) => {
      const kept = of(bucket);
      kept.batches.set(batch.batchId, batch);
      kept.mark = batch.batchId;
    },
    listDue: async (until, limit) =>
      [...buckets.values()]
        .flatMap(({ campaignId, minute, mark }) =>
          mark === null || minute > until ? [] : [{ campaignId, minute, mark }],
        )
        .slice(0, limit),
    listBatches: async (bucket) =>
      [...of(bucket).batches.values()].map(({ batchId, entries, writtenAt }) => ({
        batchId,
        count: entries.length,
        writtenAt,
      })),
    getBatches: async (bucket, batchIds) =>
      batchIds.flatMap((batchId) => {
        const batch = of(bucket).batches.get(batchId);
        return batch === undefined ? [] : [{ batchId, entries: batch.entries }];
      }),
    getJobs: async (bucket) => of(bucket).jobs,
    putJobs: async (bucket, jobs) => {
      const kept = of(bucket);
      if (kept.jobs.revision !== jobs.revision) return false;
      kept.jobs = { ...jobs, revision: jobs.revision + 1 };
      return true;
    },
    close: async (bucket) => {
      const kept = of(bucket);
      if (kept.mark === bucket.mark) kept.mark = null;
    },
  };
}
