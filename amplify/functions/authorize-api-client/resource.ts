import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** Checks every request that a server signed. AppSync waits ten seconds for it. */
export const authorizeApiClient = defineFunction({
  ...FIELD_SETTINGS,
  name: 'authorize-api-client',
  entry: './handler.ts',
  timeoutSeconds: 9,
});
