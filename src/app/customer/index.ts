/** @module Use cases of customers. */
export { importCustomers } from './import-customers.ts';
export type { ImportReport, ImportStore } from './import-store.ts';
