import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const saveCampaign = defineFunction({ ...FIELD_SETTINGS, name: 'save-campaign', entry: './handler.ts' });
