/** @module Use cases of customers. */
export { MAX_SLICE_LINES, importCustomers, type ImportCustomersCommand } from './import-customers.ts';
export type { ImportReport, ImportStore, Rejection, SliceInfo } from './import-store.ts';
