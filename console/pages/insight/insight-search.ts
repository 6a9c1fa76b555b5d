import * as z from 'zod/mini';

const field = <Shape extends z.ZodMiniType>(shape: Shape) => z.catch(z.optional(shape), undefined);

/** What of the list of reports stands in its address. */
export const insightSearch = z.object({
  /** A part of the campaign's name. */
  name: field(z.coerce.string()),
  /** Where a page of runs begins. */
  after: field(z.string()),
});
