import { connectDatabase, createCustomerStore } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { exportCustomerField } from './export-customer.ts';
import { recordConsentField } from './record-consent.ts';
import { upsertCustomersField } from './upsert-customers.ts';

const environment = readEnvironment('CUSTOMER_TABLE');
const deps = {
  customers: createCustomerStore(connectDatabase(), environment.CUSTOMER_TABLE),
  clock: systemClock,
};

export const handler = answerFields({
  upsertCustomers: upsertCustomersField(deps),
  recordConsent: recordConsentField(deps),
  exportCustomer: exportCustomerField(deps),
});
