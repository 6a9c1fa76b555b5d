import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Opens what is due by the schedules of campaigns. */
export const openOccurrences = defineFunction({
  ...WORKER_SETTINGS,
  name: 'open-occurrences',
  entry: './handler.ts',
  schedule: 'every 1m',
  timeoutSeconds: 55,
  memoryMB: 512,
});
