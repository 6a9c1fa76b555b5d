import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const controlJob = defineFunction({ ...FIELD_SETTINGS, name: 'control-job', entry: './handler.ts' });
