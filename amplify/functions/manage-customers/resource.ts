import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** What is said of customers, and everything known of one. Erasing has a function of its own: it alone may delete. */
export const manageCustomers = defineFunction({ ...FIELD_SETTINGS, name: 'manage-customers', entry: './handler.ts' });
