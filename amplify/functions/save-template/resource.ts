import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const saveTemplate = defineFunction({ ...FIELD_SETTINGS, name: 'save-template', entry: './handler.ts' });
