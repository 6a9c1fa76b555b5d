import * as z from 'zod';
import { EVENT_FLAGS, EVENT_SOURCES, EVENT_TIMINGS } from '../../domain/event/index.ts';

/** An accepted event as it is stored beside others of its customer: what `events.ts` writes. */
export const eventDocument = z.object({
  eventId: z.string(),
  customerId: z.string(),
  name: z.string(),
  occurredAt: z.number(),
  sentAt: z.number().exactOptional(),
  attributes: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.number()),
  ref: z.string().exactOptional(),
  at: z.number(),
  receivedAt: z.number(),
  timing: z.enum(EVENT_TIMINGS),
  isLate: z.boolean(),
  digest: z.string(),
  source: z.enum(EVENT_SOURCES).exactOptional(),
  flags: z.array(z.enum(EVENT_FLAGS)).exactOptional(),
});
