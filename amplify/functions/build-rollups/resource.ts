import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Most of the time it waits for Athena; a pass that does not come to its end within it is carried on by the next. */
export const BUILD_ROLLUPS_TIMEOUT_SECONDS = 14 * 60;

/** Builds what reports read instead of events: days that are over, and those that events came late for. */
export const buildRollups = defineFunction({
  ...WORKER_SETTINGS,
  name: 'build-rollups',
  entry: './handler.ts',
  schedule: 'every 1h',
  timeoutSeconds: BUILD_ROLLUPS_TIMEOUT_SECONDS,
  memoryMB: 512,
});
