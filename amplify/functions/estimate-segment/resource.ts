import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const estimateSegment = defineFunction({ ...FIELD_SETTINGS, name: 'estimate-segment', entry: './handler.ts' });
