import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Plans or sends one shard per message. It stops itself in time and rings again: the time-out is only a net. */
export const WORK_SHARD_TIMEOUT_SECONDS = 300;

/**
 * Planning and sending make some kilobytes of short-lived objects for each recipient. With 16 MB of room for them, V8's
 * default, much of what is only on its way is copied again and again; with twice as much a tenth of the CPU time is saved
 * (`bench:delivery`), for 50 MB of the function's memory.
 */
const YOUNG_OBJECTS = '--max-semi-space-size=32';

/**
 * With less room for old objects V8 looks earlier for those that are dead: the peak of memory no longer depends on how
 * long a worker runs (`bench:delivery`), at no cost of CPU time. A worker holds 4 chunks of at most 50 newsletters of 300 KB.
 */
const OLD_OBJECTS = '--max-old-space-size=768';

export const workShard = defineFunction({
  ...WORKER_SETTINGS,
  name: 'work-shard',
  entry: './handler.ts',
  timeoutSeconds: WORK_SHARD_TIMEOUT_SECONDS,
  memoryMB: 1769,
  environment: { NODE_OPTIONS: `${YOUNG_OBJECTS} ${OLD_OBJECTS}` },
});
