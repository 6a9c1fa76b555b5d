import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

export const eraseCustomer = defineFunction({ ...FIELD_SETTINGS, name: 'erase-customer', entry: './handler.ts' });
