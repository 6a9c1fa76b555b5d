import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const manageApiClients = defineFunction({
  ...FIELD_SETTINGS,
  name: 'manage-api-clients',
  entry: './handler.ts',
});
