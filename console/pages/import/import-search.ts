import * as z from 'zod/mini';

/** What of the import's page stands in its address. */
export const importSearch = z.object({
  /** The import that is looked at. */
  importId: z.catch(z.optional(z.string()), undefined),
  /** The list that everybody in the file joins. */
  segment: z.catch(z.optional(z.string()), undefined),
});
