import {
  connectDatabase,
  createAddresses,
  createApiClients,
  createAudit,
  createCampaigns,
  createConsentLedger,
  createCustomerStore,
  createEvents,
  createTriggeredCampaigns,
  createUsage,
  createWaits,
} from '../../../src/adapters/dynamodb/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { writtenDown } from '../edge/written-down.ts';
import { exportCustomerField } from './export-customer.ts';
import { recordConsentField } from './record-consent.ts';
import { recordEventsField } from './record-events.ts';
import { upsertCustomersField } from './upsert-customers.ts';

const environment = readEnvironment(
  'CUSTOMER_TABLE',
  'CAMPAIGN_TABLE',
  'EVENT_TABLE',
  'DELIVERY_TABLE',
  'ACCESS_TABLE',
  'AUDIT_TABLE',
);
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  triggered: createTriggeredCampaigns(database, environment.CAMPAIGN_TABLE),
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  waits: createWaits(database, environment.DELIVERY_TABLE),
  ledger: createConsentLedger(database, environment.AUDIT_TABLE),
  events: createEvents(database, { event: environment.EVENT_TABLE, customer: environment.CUSTOMER_TABLE }),
  clients: createApiClients(database, environment.ACCESS_TABLE),
  usage: createUsage(database, environment.ACCESS_TABLE),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

export const handler = answerFields({
  upsertCustomers: upsertCustomersField(deps),
  recordConsent: recordConsentField(deps),
  recordEvents: recordEventsField(deps),
  // Nobody is handed out before it is written down to whom.
  exportCustomer: writtenDown(deps, exportCustomerField(deps), { subject: 'customerId', isAnnounced: true }),
});
