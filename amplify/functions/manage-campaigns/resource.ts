import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** Saving campaigns and planning their jobs. */
export const manageCampaigns = defineFunction({ ...FIELD_SETTINGS, name: 'manage-campaigns', entry: './handler.ts' });
