import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const importReport = defineFunction({ ...FIELD_SETTINGS, name: 'import-report', entry: './handler.ts' });
