import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** Saving and counting segments. */
export const manageSegments = defineFunction({ ...FIELD_SETTINGS, name: 'manage-segments', entry: './handler.ts' });
