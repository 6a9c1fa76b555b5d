import { z } from 'zod';
import { connectDatabase, createCustomerSource, createSegments } from '../../../src/adapters/dynamodb/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { estimateSegment } from '../../../src/app/segment/index.ts';
import { answerField } from '../answer-field.ts';
import { readEnvironment } from '../environment.ts';
import { jsonArgument } from '../json-argument.ts';

const environment = readEnvironment('SEGMENT_TABLE', 'CUSTOMER_TABLE');
const database = connectDatabase();
const deps = {
  segments: createSegments(database, environment.SEGMENT_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  clock: systemClock,
};

const input = z.union(
  [
    z.strictObject({ segmentId: z.string() }),
    z.strictObject({ definition: jsonArgument(z.record(z.string(), z.unknown())) }),
  ],
  { error: 'give either segmentId, or a definition' },
);

export const handler = answerField(input, async (source) => {
  const estimate = await estimateSegment(deps, { source });
  if (!estimate.ok) return estimate;
  const { matched, scanned, isExact, estimate: projected } = estimate;
  return { ok: true, value: { matched, scanned, isExact, estimate: projected } };
});
