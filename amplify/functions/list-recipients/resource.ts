import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../settings.ts';

export const listRecipients = defineFunction({ ...FIELD_SETTINGS, name: 'list-recipients', entry: './handler.ts' });
