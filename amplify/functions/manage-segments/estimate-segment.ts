import * as z from 'zod';
import { countSegment, estimateSegment } from '../../../src/app/segment/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { jsonArgument } from '../edge/json-argument.ts';
import { countCursor, toCursor } from './count-cursor.ts';

type Deps = Parameters<typeof estimateSegment>[0];

const how = { isExact: z.boolean().exactOptional(), cursor: countCursor.exactOptional() };
const input = z.union(
  [
    z.strictObject({ segmentId: idArgument, version: z.int().min(1).exactOptional(), ...how }),
    z.strictObject({ definition: jsonArgument(z.record(z.string(), z.unknown())), ...how }),
  ],
  { error: 'give either segmentId (and version), or a definition; and with a cursor the one of the answer before' },
);

export const estimateSegmentField = (deps: Deps): Field =>
  field(input, async ({ isExact, cursor, ...source }) => {
    if (isExact !== true && cursor === undefined) {
      const estimate = await estimateSegment(deps, source);
      if (!estimate.ok) return estimate;
      const { ok: _, ...value } = estimate;
      return { ok: true, value: { ...value, progress: 1, cursor: null } };
    }
    const counted = await countSegment(deps, source, cursor);
    if (!counted.ok) return counted;
    const { ok: _, state, ...value } = counted;
    return { ok: true, value: { ...value, cursor: state === undefined ? null : toCursor(state) } };
  });
