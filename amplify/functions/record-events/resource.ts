import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** Records what customers did, for their apps' servers. */
export const recordEvents = defineFunction({ ...FIELD_SETTINGS, name: 'record-events', entry: './handler.ts' });
