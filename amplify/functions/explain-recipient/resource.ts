import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const explainRecipient = defineFunction({ ...FIELD_SETTINGS, name: 'explain-recipient', entry: './handler.ts' });
