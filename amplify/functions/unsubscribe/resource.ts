import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

/** The page that unsubscribe links lead to, and what mail programs call for their readers (RFC 8058). */
export const unsubscribe = defineFunction({
  ...WORKER_SETTINGS,
  name: 'unsubscribe',
  entry: './handler.ts',
  timeoutSeconds: 15,
  memoryMB: 512,
});
