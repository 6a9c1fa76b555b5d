import { z } from 'zod';
import { connectDatabase, createAddresses, createCustomerStore } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { upsertCustomers } from '../../../src/app/customer/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { jsonArgument } from '../edge/json-argument.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'DELIVERY_TABLE');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  clock: systemClock,
};

const input = z.object({ customers: z.array(jsonArgument(z.unknown())) });

export const handler = answerField(input, async ({ customers }, actor) => {
  const upserted = await upsertCustomers(deps, { customers, actor });
  return upserted.ok ? { ok: true, value: upserted.outcomes } : upserted;
});
