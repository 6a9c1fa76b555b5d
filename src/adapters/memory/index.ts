/** @module Everything the application stores or calls, in memory: for tests, benchmarks and the simulator. */
export {
  createMemoryApiClients,
  createMemoryAudit,
  createMemoryIdempotency,
  createMemoryNonces,
  createMemoryQuotas,
} from './memory-access.ts';
export { createMemoryChunks } from './memory-chunks.ts';
export {
  createMemoryCaps,
  createMemoryDeadLetters,
  createMemoryRates,
  createMemorySettings,
  createMemoryWatches,
} from './memory-controls.ts';
export { createMemoryCustomers } from './memory-customers.ts';
export { createMemoryDoorbell } from './memory-doorbell.ts';
export { createMemoryJobs } from './memory-jobs.ts';
export {
  createMemoryCampaigns,
  createMemoryImports,
  createMemorySegments,
  createMemoryTemplates,
} from './memory-library.ts';
export { createMemoryPublisher } from './memory-publisher.ts';
export { createMemoryReceipts } from './memory-receipts.ts';
export { createMemorySender } from './memory-sender.ts';
export { createMemoryShards } from './memory-shards.ts';
