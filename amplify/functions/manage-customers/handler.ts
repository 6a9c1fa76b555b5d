import {
  connectDatabase,
  createApiClients,
  createAudit,
  createConsentLedger,
  createQuotas,
  createSegments,
  createUsage,
} from '../../../src/adapters/dynamodb/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectEvents } from '../edge/event-deps.ts';
import { writtenDown } from '../edge/written-down.ts';
import { eventCatalogueFields } from './event-catalogue.ts';
import { exportCustomerField } from './export-customer.ts';
import { recordConsentField } from './record-consent.ts';
import { recordEventsField } from './record-events.ts';
import { upsertCustomersField } from './upsert-customers.ts';

const environment = readEnvironment('EVENT_TABLE', 'ACCESS_TABLE', 'AUDIT_TABLE', 'SEGMENT_TABLE');
const database = connectDatabase();
const deps = {
  ...connectEvents(),
  audit: createAudit(database, environment.AUDIT_TABLE),
  ledger: createConsentLedger(database, environment.AUDIT_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  clients: createApiClients(database, environment.ACCESS_TABLE),
  // Beside the events: apps are no servers, whose quotas are in the access table.
  quotas: createQuotas(database, environment.EVENT_TABLE),
  usage: createUsage(database, environment.ACCESS_TABLE),
};

export const handler = answerFields({
  upsertCustomers: upsertCustomersField(deps),
  recordConsent: recordConsentField(deps),
  recordEvents: recordEventsField(deps),
  ...eventCatalogueFields(deps),
  // Nobody is handed out before it is written down to whom.
  exportCustomer: writtenDown(deps, exportCustomerField(deps), { subject: 'customerId', isAnnounced: true }),
});
