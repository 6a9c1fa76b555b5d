import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** Answers apps that still speak Pinpoint's `PutEvents`, at a URL of its own. */
export const putEvents = defineFunction({
  ...WORKER_SETTINGS,
  name: 'put-events',
  entry: './handler.ts',
  timeoutSeconds: 29,
  memoryMB: 1024,
});
