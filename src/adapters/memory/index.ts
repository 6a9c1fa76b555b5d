/** @module Everything the application stores or calls, in memory: for tests, benchmarks and the simulator. */
export {
  createMemoryApiClients,
  createMemoryAudit,
  createMemoryCalls,
  createMemoryIdempotency,
  createMemoryAppTokens,
  createMemoryNonces,
  createMemoryQuotas,
} from './memory-access.ts';
export { createMemoryApprovals } from './memory-approvals.ts';
export { createMemoryAddresses } from './memory-addresses.ts';
export { createMemoryConsentLedger } from './memory-consent-ledger.ts';
export { createMemoryChunks } from './memory-chunks.ts';
export {
  createMemoryBudgets,
  createMemoryRuns,
  createMemoryCaps,
  createMemoryDeadLetters,
  createMemoryPrices,
  createMemoryRates,
  createMemorySettings,
  createMemoryWatches,
} from './memory-controls.ts';
export { createMemoryCountBell } from './memory-count-bell.ts';
export { createMemoryCustomerKeys } from './memory-customer-keys.ts';
export { createMemoryCustomers, createMemoryErasures } from './memory-customers.ts';
export { createMemoryEventCatalogue } from './memory-event-catalogue.ts';
export { createMemoryEvents } from './memory-events.ts';
export { createMemoryDoorbell } from './memory-doorbell.ts';
export { createMemoryJobs } from './memory-jobs.ts';
export { createMemoryImportPublisher, createMemoryImports } from './memory-imports.ts';
export {
  createMemoryCampaigns,
  createMemorySegments,
  createMemorySegmentVersions,
  createMemoryTemplates,
} from './memory-library.ts';
export { createMemoryPublisher } from './memory-publisher.ts';
export { createMemoryReceipts } from './memory-receipts.ts';
export { createMemoryOccurrences } from './memory-schedule.ts';
export { createMemoryRunRecords } from './memory-run-records.ts';
export { createMemorySender } from './memory-sender.ts';
export { createMemoryShards } from './memory-shards.ts';
export { createMemoryWaits } from './memory-waits.ts';
