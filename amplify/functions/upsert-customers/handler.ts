import { z } from 'zod';
import { connectDatabase, createCustomerStore } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { upsertCustomers } from '../../../src/app/customer/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { jsonArgument } from '../edge/json-argument.ts';

const deps = {
  customers: createCustomerStore(connectDatabase(), readEnvironment('CUSTOMER_TABLE').CUSTOMER_TABLE),
  clock: systemClock,
};

const input = z.object({ customers: z.array(jsonArgument(z.unknown())) });

export const handler = answerField(input, async ({ customers }, actor) => {
  const upserted = await upsertCustomers(deps, { customers, actor });
  return upserted.ok ? { ok: true, value: upserted.outcomes } : upserted;
});
