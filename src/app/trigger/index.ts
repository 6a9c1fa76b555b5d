/** @module People who wait for the message of a campaign that an event opened for them. */
export type { Bucket, BucketJobs, DueBucket, WaitBatch, WaitStore } from './ports.ts';
