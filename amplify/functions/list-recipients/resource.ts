import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const listRecipients = defineFunction({ ...FIELD_SETTINGS, name: 'list-recipients', entry: './handler.ts' });
