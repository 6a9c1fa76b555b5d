import { z } from 'zod';
import {
  connectDatabase,
  createAddresses,
  createCustomerStore,
  createErasures,
  createImports,
  createSegments,
} from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { importCustomers } from '../../../src/app/customer/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectImportPublisher } from '../edge/progress-publisher.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'DELIVERY_TABLE', 'SEGMENT_TABLE', 'GRAPHQL_URL');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  imports: createImports(database, environment.DELIVERY_TABLE),
  erasures: createErasures(database, environment.DELIVERY_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  clock: systemClock,
  publisher: connectImportPublisher(environment.GRAPHQL_URL),
};

const input = z.object({
  importId: z.string(),
  firstLine: z.int(),
  lines: z.array(z.string()),
  isLast: z.boolean(),
  untilLine: z.int().exactOptional(),
  lineNumbers: z.array(z.int()).exactOptional(),
  rejected: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })).exactOptional(),
  segmentId: z.string().exactOptional(),
  removeFromSegmentId: z.string().exactOptional(),
});

export const handler = answerField(input, async (command, actor) => {
  const imported = await importCustomers(deps, { ...command, actor });
  return imported.ok ? { ok: true, value: imported.report } : imported;
});
