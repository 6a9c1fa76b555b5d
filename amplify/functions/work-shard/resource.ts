import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Plans or sends one shard per message. It stops itself in time and rings again: the time-out is only a net. */
export const WORK_SHARD_TIMEOUT_SECONDS = 300;

export const workShard = defineFunction({
  ...WORKER_SETTINGS,
  name: 'work-shard',
  entry: './handler.ts',
  timeoutSeconds: WORK_SHARD_TIMEOUT_SECONDS,
  memoryMB: 1769,
});
