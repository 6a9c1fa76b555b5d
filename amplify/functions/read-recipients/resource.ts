import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** What a plan decided about whom and why, and what came of it; it writes nothing. */
export const readRecipients = defineFunction({ ...FIELD_SETTINGS, name: 'read-recipients', entry: './handler.ts' });
