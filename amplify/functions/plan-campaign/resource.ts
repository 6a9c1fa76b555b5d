import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const planCampaign = defineFunction({ ...FIELD_SETTINGS, name: 'plan-campaign', entry: './handler.ts' });
