import * as z from 'zod/mini';

/** What of the report of a run stands in its address. */
export const reportSearch = z.object({
  /** Another window than the campaign's goal says. */
  days: z.catch(z.optional(z.number().check(z.int(), z.positive(), z.maximum(90))), undefined),
});
