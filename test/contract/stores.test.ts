import { afterAll, beforeAll, describe } from 'vitest';
import {
  createAddresses,
  createConsentLedger,
  createApiClients,
  createAppTokens,
  createAudit,
  createBudgets,
  createApprovals,
  createRunRecords,
  createRuns,
  createScheduledCampaigns,
  createCampaigns,
  createCalls,
  createCaps,
  createChunks,
  createCustomerSource,
  createCustomerStore,
  createDeliverySettings,
  createDueCampaigns,
  createErasures,
  createEventCatalogue,
  createEvents,
  createIdempotency,
  createImports,
  createJobs,
  createNonces,
  createOccurrences,
  createPrices,
  createQuotas,
  createRates,
  createReceipts,
  createSegments,
  createSegmentVersions,
  createShards,
  createTemplates,
  createTriggeredCampaigns,
  createWaits,
} from '../../src/adapters/dynamodb/index.ts';
import {
  createMemoryAddresses,
  createMemoryConsentLedger,
  createMemoryApiClients,
  createMemoryAppTokens,
  createMemoryAudit,
  createMemoryBudgets,
  createMemoryApprovals,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemoryCampaigns,
  createMemoryCalls,
  createMemoryCaps,
  createMemoryChunks,
  createMemoryCustomers,
  createMemoryErasures,
  createMemoryEventCatalogue,
  createMemoryEvents,
  createMemoryIdempotency,
  createMemoryImports,
  createMemoryJobs,
  createMemoryNonces,
  createMemoryOccurrences,
  createMemoryPrices,
  createMemoryQuotas,
  createMemoryRates,
  createMemoryReceipts,
  createMemorySegments,
  createMemorySegmentVersions,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
} from '../../src/adapters/memory/index.ts';
import { DEFAULT_DELIVERY_SETTINGS } from '../../src/domain/send-job/index.ts';
import { describeAddressStores, type AddressStores } from './address-stores.ts';
import { describeAccessStores, type AccessStores } from './access-stores.ts';
import { describeCallStores, type CallStores } from './call-stores.ts';
import type { CatalogueStore } from '../../src/app/event-catalogue/index.ts';
import type { ConsentLedger } from '../../src/app/customer/index.ts';
import { describeConsentLedger } from './consent-ledger.ts';
import { describeEventCatalogues } from './event-catalogues.ts';
import { describeEventStores, type EventStores } from './event-stores.ts';
import { describeBudgetStores, type BudgetStores } from './budget-stores.ts';
import { describeDeliveryStores, type DeliveryStores } from './delivery-stores.ts';
import { describeReceiptStores } from './receipt-stores.ts';
import { describeDueJobs } from './due-jobs.ts';
import { describeRepeatedWrites } from './repeated-writes.ts';
import { describeRunRecords } from './run-records.ts';
import type { RunRecords } from '../../src/app/delivery/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';
import { describeLimitStores, type LimitStores } from './limit-stores.ts';
import { describeWaitStores, type WaitStores } from './wait-stores.ts';
import { describeScheduleStores, type ScheduleStores } from './schedule-stores.ts';
import { describeLibraryStores, type LibraryStores } from './library-stores.ts';

describe('stores in memory', () => {
  const campaigns = createMemoryCampaigns();
  const customers = createMemoryCustomers();
  const stores = {
    jobs: createMemoryJobs(),
    shards: createMemoryShards(),
    chunks: createMemoryChunks(),
    receipts: createMemoryReceipts(),
    rates: createMemoryRates(),
    caps: createMemoryCaps(),
    budgets: createMemoryBudgets(),
    runs: createMemoryRuns(),
    approvals: createMemoryApprovals(),
    runRecords: createMemoryRunRecords(),
    prices: createMemoryPrices(),
    deliverySettings: createMemorySettings(DEFAULT_DELIVERY_SETTINGS),
    templates: createMemoryTemplates(),
    segments: createMemorySegments(),
    segmentVersions: createMemorySegmentVersions(),
    campaigns,
    scheduled: campaigns,
    dueCampaigns: campaigns.due,
    triggered: campaigns,
    waits: createMemoryWaits(),
    occurrences: createMemoryOccurrences(campaigns),
    imports: createMemoryImports(),
    erasures: createMemoryErasures(),
    customers,
    events: createMemoryEvents(customers.store),
    clients: createMemoryApiClients(),
    appTokens: createMemoryAppTokens(),
    nonces: createMemoryNonces(),
    quotas: createMemoryQuotas(),
    idempotency: createMemoryIdempotency(),
    audit: createMemoryAudit(),
    addresses: createMemoryAddresses(),
    ledger: createMemoryConsentLedger(),
  };
  const calls = createMemoryCalls(stores);
  describeDeliveryStores(() => stores);
  describeReceiptStores(() => stores);
  describeDueJobs(() => stores);
  describeRepeatedWrites(() => stores);
  describeRunRecords(() => stores);
  describeLimitStores(() => stores);
  describeBudgetStores(() => stores);
  describeLibraryStores(() => stores);
  describeAccessStores(() => stores);
  describeAddressStores(() => stores);
  describeConsentLedger(() => stores);
  describeEventStores(() => stores);
  describeEventCatalogues(() => createMemoryEventCatalogue());
  describeScheduleStores(() => stores);
  describeWaitStores(() => stores);
  describeCallStores(() => ({ ...stores, calls }));
});

describe.each([
  ['stores in DynamoDB', 'STEADY'],
  ['stores in a DynamoDB that answers late, in short pages and half of what it was asked for', 'UNSTEADY'],
] as const)('%s', (_, kind) => {
  let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
  let stores: DeliveryStores &
    LimitStores &
    BudgetStores &
    LibraryStores &
    AccessStores &
    CallStores &
    AddressStores &
    EventStores &
    WaitStores &
    ScheduleStores & {
      readonly ledger: ConsentLedger;
      readonly runRecords: RunRecords;
      readonly catalogue: CatalogueStore;
    };

  beforeAll(async () => {
    embedded = await startEmbeddedDatabase(kind);
    const { database, tables, catchUp } = embedded;
    stores = {
      catchUp,
      jobs: createJobs(database, tables),
      shards: createShards(database, tables.delivery),
      chunks: createChunks(database, tables.delivery),
      receipts: createReceipts(database, tables.delivery),
      rates: createRates(database, tables.delivery),
      caps: createCaps(database, tables.delivery),
      budgets: createBudgets(database, tables.delivery),
      runs: createRuns(database, tables.delivery),
      approvals: createApprovals(database, tables.delivery),
      runRecords: createRunRecords(database, tables.delivery),
      prices: createPrices(database, tables.delivery),
      deliverySettings: createDeliverySettings(database, tables.delivery),
      templates: createTemplates(database, tables),
      segments: createSegments(database, tables.segment),
      segmentVersions: createSegmentVersions(database, tables.segmentVersion),
      campaigns: createCampaigns(database, tables.campaign),
      scheduled: createScheduledCampaigns(database, tables.campaign),
      triggered: createTriggeredCampaigns(database, tables.campaign),
      waits: createWaits(database, tables.delivery),
      dueCampaigns: createDueCampaigns(database, tables.campaign),
      occurrences: createOccurrences(database, tables),
      imports: createImports(database, tables.delivery),
      erasures: createErasures(database, tables.delivery),
      customers: {
        source: createCustomerSource(database, tables.customer),
        store: createCustomerStore(database, tables.customer),
      },
      catalogue: createEventCatalogue(database, tables),
      clients: createApiClients(database, tables.access),
      appTokens: createAppTokens(database, tables.access),
      nonces: createNonces(database, tables.access),
      quotas: createQuotas(database, tables.access),
      idempotency: createIdempotency(database, tables.access),
      audit: createAudit(database, tables.audit),
      addresses: createAddresses(database, tables.delivery),
      ledger: createConsentLedger(database, tables.audit),
      events: createEvents(database, tables),
      calls: createCalls(database, tables),
    };
  });
  afterAll(() => embedded.stop());

  describeDeliveryStores(() => stores);
  describeReceiptStores(() => stores);
  describeDueJobs(() => stores);
  describeRepeatedWrites(() => stores);
  describeRunRecords(() => stores);
  describeLimitStores(() => stores);
  describeBudgetStores(() => stores);
  describeLibraryStores(() => stores);
  describeAccessStores(() => stores);
  describeAddressStores(() => stores);
  describeConsentLedger(() => stores);
  describeEventStores(() => stores);
  describeEventCatalogues(() => stores.catalogue);
  describeScheduleStores(() => stores);
  describeWaitStores(() => stores);
  describeCallStores(() => stores);
});
