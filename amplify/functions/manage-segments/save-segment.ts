import * as z from 'zod';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { SEGMENT_TYPES } from '../../../src/domain/segment/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { jsonArgument } from '../edge/json-argument.ts';

type Deps = Parameters<typeof saveSegment>[0];

const input = z.object({
  segmentId: idArgument.exactOptional(),
  importKey: z.string().exactOptional(),
  name: z.string(),
  type: z.enum(SEGMENT_TYPES).exactOptional(),
  definition: jsonArgument(z.unknown()).exactOptional(),
});

export const saveSegmentField = (deps: Deps): Field =>
  field(input, async (command, actor) => {
    const saved = await saveSegment(deps, { ...command, actor });
    return saved.ok ? { ok: true, value: { id: saved.segment.id } } : saved;
  });
