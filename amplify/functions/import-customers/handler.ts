import {
  connectDatabase,
  createAddresses,
  createConsentLedger,
  createCustomerStore,
  createErasures,
  createImports,
  createSegments,
} from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectImportPublisher } from '../edge/progress-publisher.ts';
import { importCustomersField } from './import-customers.ts';
import { importReportField } from './import-report.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'DELIVERY_TABLE', 'SEGMENT_TABLE', 'AUDIT_TABLE', 'GRAPHQL_URL');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  imports: createImports(database, environment.DELIVERY_TABLE),
  erasures: createErasures(database, environment.DELIVERY_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  ledger: createConsentLedger(database, environment.AUDIT_TABLE),
  clock: systemClock,
  publisher: connectImportPublisher(environment.GRAPHQL_URL),
};

export const handler = answerFields({
  importCustomers: importCustomersField(deps),
  importReport: importReportField(deps),
});
