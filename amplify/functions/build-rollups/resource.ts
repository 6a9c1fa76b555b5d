import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/**
 * Builds what reports read instead of events: days that are over, and those that events came late for, most of the time
 * waiting for Athena; and counts once a day whom each channel reaches.
 */
export const buildRollups = defineFunction({
  ...WORKER_SETTINGS,
  name: 'build-rollups',
  entry: './handler.ts',
  schedule: 'every 1h',
  timeoutSeconds: 14 * 60,
  memoryMB: 512,
});
