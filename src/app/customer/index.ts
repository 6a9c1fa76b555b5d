/** @module Use cases of customers. */
export type {
  Rejection,
  ImportProgress,
  ImportPublisher,
  ImportReport,
  ImportStore,
  ImportTotals,
  NumberedReport,
} from './import-store.ts';
export type { ConsentLedger, LedgerEntry } from './consent-ledger.ts';
export { eraseCustomer } from './erase-customer.ts';
export { exportCustomer } from './export-customer.ts';
export { importCustomers } from './import-customers.ts';
export { importReport } from './import-report.ts';
export { recordConsent } from './record-consent.ts';
export { refuseAdvertising, type RefuseAdvertisingDeps } from './refuse-advertising.ts';
export { upsertCustomers } from './upsert-customers.ts';
export { searchCustomers, type CustomerNames } from './search-customers.ts';
