import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const externalSend = defineFunction({ ...FIELD_SETTINGS, name: 'external-send', entry: './handler.ts' });
