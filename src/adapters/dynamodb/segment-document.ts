import * as z from 'zod';
import {
  parseSegmentDefinition,
  SEGMENT_TYPES,
  SEGMENT_WARNING_CODES,
  type SegmentDefinition,
} from '../../domain/segment/index.ts';

/** A stored definition passes the same door as a new one. */
export const definitionDocument = z.unknown().transform((document, context): SegmentDefinition => {
  const parsed = parseSegmentDefinition(document);
  if (parsed.ok) return parsed.definition;
  context.addIssue({ code: 'custom', message: parsed.error.message });
  return z.NEVER;
});

const warning = z.object({ code: z.enum(SEGMENT_WARNING_CODES), path: z.string(), message: z.string() });

export const segmentDocument = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(SEGMENT_TYPES),
  version: z.int(),
  definition: definitionDocument,
  warnings: z.array(warning),
});

export const segmentVersionDocument = z.object({
  segmentId: z.string(),
  version: z.int(),
  definition: definitionDocument,
});
