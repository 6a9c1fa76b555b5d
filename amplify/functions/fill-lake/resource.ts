import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Brings what tables tell by their streams into the lake. */
export const fillLake = defineFunction({
  ...WORKER_SETTINGS,
  name: 'fill-lake',
  entry: './handler.ts',
  timeoutSeconds: 120,
  memoryMB: 512,
});
