import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const publishTemplateVersion = defineFunction({
  ...FIELD_SETTINGS,
  name: 'publish-template-version',
  entry: './handler.ts',
});
