import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** Commands and the preview of templates. */
export const manageTemplates = defineFunction({ ...FIELD_SETTINGS, name: 'manage-templates', entry: './handler.ts' });
