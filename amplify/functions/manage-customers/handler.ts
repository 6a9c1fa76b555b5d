import { connectDatabase, createAddresses, createCustomerStore } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { exportCustomerField } from './export-customer.ts';
import { recordConsentField } from './record-consent.ts';
import { upsertCustomersField } from './upsert-customers.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'DELIVERY_TABLE');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  clock: systemClock,
};

export const handler = answerFields({
  upsertCustomers: upsertCustomersField(deps),
  recordConsent: recordConsentField(deps),
  exportCustomer: exportCustomerField(deps),
});
