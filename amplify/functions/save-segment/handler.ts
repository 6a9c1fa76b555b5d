import { z } from 'zod';
import {
  connectDatabase,
  createCustomerSource,
  createSegments,
  createSegmentVersions,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { SEGMENT_TYPES } from '../../../src/domain/segment/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { jsonArgument } from '../edge/json-argument.ts';

const environment = readEnvironment('SEGMENT_TABLE', 'SEGMENT_VERSION_TABLE', 'CUSTOMER_TABLE');
const database = connectDatabase();
const deps = {
  segments: createSegments(database, environment.SEGMENT_TABLE),
  segmentVersions: createSegmentVersions(database, environment.SEGMENT_VERSION_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  ids: randomIds,
  clock: systemClock,
};

const input = z.object({
  segmentId: z.string().exactOptional(),
  name: z.string(),
  type: z.enum(SEGMENT_TYPES).exactOptional(),
  definition: jsonArgument(z.unknown()).exactOptional(),
});

export const handler = answerField(input, async (command, actor) => {
  const saved = await saveSegment(deps, { ...command, actor });
  return saved.ok ? { ok: true, value: { id: saved.segment.id } } : saved;
});
