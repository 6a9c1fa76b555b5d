import * as z from 'zod/mini';

/** The channels that the outbox tells apart. */
export const OUTBOX_CHANNELS = ['PUSH', 'EMAIL', 'SMS'] as const;

/** What of the outbox stands in its address. */
export const outboxSearch = z.object({
  channel: z.catch(z.optional(z.enum(OUTBOX_CHANNELS)), undefined),
  /** A part of an address. */
  to: z.catch(z.optional(z.coerce.string()), undefined),
  /** Where a page of older ones begins. */
  before: z.catch(z.optional(z.int().check(z.nonnegative())), undefined),
});
