import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../settings.ts';

export const saveTemplate = defineFunction({ ...FIELD_SETTINGS, name: 'save-template', entry: './handler.ts' });
