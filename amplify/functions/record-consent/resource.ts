import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const recordConsent = defineFunction({ ...FIELD_SETTINGS, name: 'record-consent', entry: './handler.ts' });
