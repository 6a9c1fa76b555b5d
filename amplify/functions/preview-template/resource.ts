import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const previewTemplate = defineFunction({ ...FIELD_SETTINGS, name: 'preview-template', entry: './handler.ts' });
