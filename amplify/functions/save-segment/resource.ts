import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const saveSegment = defineFunction({ ...FIELD_SETTINGS, name: 'save-segment', entry: './handler.ts' });
