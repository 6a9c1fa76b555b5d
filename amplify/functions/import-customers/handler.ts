import { z } from 'zod';
import { connectDatabase, createCustomerStore, createImports } from '../../../src/adapters/dynamodb/index.ts';
import { importCustomers } from '../../../src/app/customer/index.ts';
import { answerField } from '../answer-field.ts';
import { readEnvironment } from '../environment.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'DELIVERY_TABLE');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  imports: createImports(database, environment.DELIVERY_TABLE),
};

const input = z.object({
  importId: z.string(),
  firstLine: z.int(),
  lines: z.array(z.string()),
  isLast: z.boolean(),
});

export const handler = answerField(input, async (command, actor) => {
  const imported = await importCustomers(deps, { ...command, actor });
  return imported.ok ? { ok: true, value: imported.report } : imported;
});
