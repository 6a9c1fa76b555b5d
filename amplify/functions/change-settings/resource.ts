import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const changeSettings = defineFunction({ ...FIELD_SETTINGS, name: 'change-settings', entry: './handler.ts' });
