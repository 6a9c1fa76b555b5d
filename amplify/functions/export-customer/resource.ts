import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const exportCustomer = defineFunction({ ...FIELD_SETTINGS, name: 'export-customer', entry: './handler.ts' });
