import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Longer than the landing time of a worker by far; a direct send has one shard of at most a few chunks. */
export const WORK_DIRECT_TIMEOUT_SECONDS = 90;

/** Works the shards of direct sends: the code of work-shard, with workers that no campaign can fill. */
export const workDirect = defineFunction({
  ...WORKER_SETTINGS,
  name: 'work-direct',
  entry: '../work-shard/handler.ts',
  timeoutSeconds: WORK_DIRECT_TIMEOUT_SECONDS,
  memoryMB: 1024,
});
