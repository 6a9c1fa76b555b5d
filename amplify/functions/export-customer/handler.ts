import { z } from 'zod';
import { connectDatabase, createCustomerStore } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { exportCustomer } from '../../../src/app/customer/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const deps = { customers: createCustomerStore(connectDatabase(), readEnvironment('CUSTOMER_TABLE').CUSTOMER_TABLE) };

export const handler = answerField(z.object({ customerId: z.string() }), async (query) => {
  const exported = await exportCustomer(deps, query);
  if (!exported.ok) return exported;
  const exportedAt = new Date(systemClock.now()).toISOString();
  return { ok: true, value: { ...query, exportedAt, customer: exported.customer } };
});
