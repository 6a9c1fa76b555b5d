/** @module Everything the application stores, in DynamoDB: the tables of the Amplify models, and the Delivery table. */
export { createCampaigns } from './campaigns.ts';
export { createCaps } from './caps.ts';
export { createChunks } from './chunks.ts';
export { connectDatabase } from './connect-database.ts';
export { createCustomerSource, createCustomerStore } from './customers.ts';
export { createDeliverySettings } from './delivery-settings.ts';
export { createErasures } from './erasures.ts';
export { createImports } from './imports.ts';
export { createJobs } from './jobs.ts';
export { createRates } from './rates.ts';
export { createReceipts } from './receipts.ts';
export { createSegments, createSegmentVersions } from './segments.ts';
export { createShards } from './shards.ts';
export type { Database, TableNames } from './tables.ts';
export { createTemplates } from './templates.ts';
export { createWatches } from './watches.ts';
