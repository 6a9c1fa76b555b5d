import type { PendingEntry } from '../../domain/trigger/index.ts';

/** Those of a campaign whose wait is over in a minute (minutes since the epoch). */
export type Bucket = { readonly campaignId: string; readonly minute: number };

/** A bucket of which something is to be gathered; `mark` changes with each batch that is added. */
export type DueBucket = Bucket & { readonly mark: string };

/** Entries that were written together. */
export type WaitBatch = {
  readonly batchId: string;
  /** In milliseconds since the epoch, by the clock of who wrote it. */
  readonly writtenAt: number;
  readonly entries: readonly PendingEntry[];
};

/** Which batches of a bucket each of its jobs has taken, in order; written under a revision. */
export type BucketJobs = {
  readonly revision: number;
  /** `at`: when it was gathered, in milliseconds since the epoch. */
  readonly jobs: readonly { readonly batchIds: readonly string[]; readonly count: number; readonly at: number }[];
};

/**
 * People who wait, packed: a batch is one item for up to hundreds of them, in the bucket of the minute in which it is
 * gathered.
 */
export interface WaitStore {
  /** Adds a batch to a bucket, and has the bucket gathered (again, if need be). */
  append(bucket: Bucket, batch: WaitBatch): Promise<void>;
  /** Up to `limit` buckets of no later minute of which something is to be gathered. */
  listDue(minute: number, limit: number): Promise<readonly DueBucket[]>;
  /** Consistent read of all batches of a bucket, with how many entries they have and when they were written. */
  listBatches(
    bucket: Bucket,
  ): Promise<readonly { readonly batchId: string; readonly count: number; readonly writtenAt: number }[]>;
  /** Those batches of a bucket, in the order of the ids. */
  getBatches(bucket: Bucket, batchIds: readonly string[]): Promise<readonly Omit<WaitBatch, 'writtenAt'>[]>;
  /** Consistent read; of a bucket that nobody has gathered from it is revision 0 and no jobs. */
  getJobs(bucket: Bucket): Promise<BucketJobs>;
  /** False when somebody else has written since `jobs.revision`, which goes up by one with it. */
  putJobs(bucket: Bucket, jobs: BucketJobs): Promise<boolean>;
  /** Nothing more is to be gathered, unless a batch was added since `mark`. */
  close(bucket: DueBucket): Promise<void>;
}

/** Finds campaigns by the event that opens them, from an index that may lag behind. */
export interface TriggeredCampaigns {
  find(event: string): Promise<readonly string[]>;
}
