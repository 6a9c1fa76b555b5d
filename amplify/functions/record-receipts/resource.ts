import { defineFunction } from '@aws-amplify/backend';
import { WORKER_SETTINGS } from '../edge/settings.ts';

export const RECORD_RECEIPTS_TIMEOUT_SECONDS = 60;

/** Records what became of messages after their provider had accepted them. */
export const recordReceipts = defineFunction({
  ...WORKER_SETTINGS,
  name: 'record-receipts',
  entry: './handler.ts',
  timeoutSeconds: RECORD_RECEIPTS_TIMEOUT_SECONDS,
  memoryMB: 1024,
});
