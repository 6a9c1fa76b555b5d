import { z } from 'zod';
import { connectDatabase, createSegments } from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { answerField } from '../answer-field.ts';
import { readEnvironment } from '../environment.ts';
import { jsonArgument } from '../json-argument.ts';

const environment = readEnvironment('SEGMENT_TABLE');
const deps = {
  segments: createSegments(connectDatabase(), environment.SEGMENT_TABLE),
  ids: randomIds,
  clock: systemClock,
};

const input = z.object({
  segmentId: z.string().exactOptional(),
  name: z.string(),
  definition: jsonArgument(z.unknown()),
});

export const handler = answerField(input, async (command, actor) => {
  const saved = await saveSegment(deps, { ...command, actor });
  return saved.ok ? { ok: true, value: { id: saved.segment.id } } : saved;
});
