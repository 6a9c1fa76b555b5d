import * as z from 'zod';
import { CHANNEL_TYPES } from '../../domain/customer/index.ts';
import { CHARSETS, DESTINATION_KINDS, FALLBACK_OWNERS, type Destination } from '../../domain/destination/index.ts';

/** A stored destination, among the settings or frozen in a job. */
export const destinationDocument: z.ZodType<Destination> = z.object({
  name: z.string(),
  kind: z.enum(DESTINATION_KINDS),
  receiver: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('FUNCTION'), functionArn: z.string() }),
      z.object({ kind: z.literal('WEBHOOK'), url: z.string(), secretParameter: z.string() }),
    ])
    .exactOptional(),
  charset: z.enum(CHARSETS),
  messages: z.array(
    z.object({
      kind: z.string(),
      most: z.int().exactOptional(),
      mostOfSubject: z.int().exactOptional(),
      finalAfterHours: z.int().exactOptional(),
    }),
  ),
  endpointTypes: z.array(z.enum(CHANNEL_TYPES)),
  replacements: z.array(z.object({ from: z.string(), to: z.string() })),
  window: z.object({ opens: z.string(), closes: z.string(), zone: z.string() }).exactOptional(),
  fallback: z.enum(FALLBACK_OWNERS),
});
