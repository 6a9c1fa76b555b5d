import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const importCustomers = defineFunction({ ...FIELD_SETTINGS, name: 'import-customers', entry: './handler.ts' });
