import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Rings again for shards whose owner is gone: the queue is a doorbell, the table is the truth. */
export const sweepJobs = defineFunction({
  ...WORKER_SETTINGS,
  name: 'sweep-jobs',
  entry: './handler.ts',
  schedule: 'every 1m',
  timeoutSeconds: 55,
  memoryMB: 512,
});
