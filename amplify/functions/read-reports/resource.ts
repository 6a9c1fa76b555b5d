import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** What customers did, counted from the lake: the built-in reports, the SQL of analysts, and the dashboard. */
export const readReports = defineFunction({ ...FIELD_SETTINGS, name: 'read-reports', entry: './handler.ts' });
