import { z } from 'zod';
import { parseSegmentDefinition, SEGMENT_TYPES, type SegmentDefinition } from '../../domain/segment/index.ts';

/** A stored definition passes the same door as a new one. */
export const definitionDocument = z.unknown().transform((document, context): SegmentDefinition => {
  const parsed = parseSegmentDefinition(document);
  if (parsed.ok) return parsed.definition;
  context.addIssue({ code: 'custom', message: parsed.error.message });
  return z.NEVER;
});

export const segmentDocument = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(SEGMENT_TYPES),
  definition: definitionDocument,
});
