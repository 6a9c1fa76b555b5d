import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const upsertCustomers = defineFunction({ ...FIELD_SETTINGS, name: 'upsert-customers', entry: './handler.ts' });
