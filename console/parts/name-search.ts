import * as z from 'zod/mini';

/** What of a list by name stands in its address. */
export const nameSearch = z.object({
  /** A part of the name. */
  name: z.catch(z.optional(z.coerce.string()), undefined),
  page: z.catch(z.optional(z.number().check(z.int(), z.positive())), undefined),
});

/** Everything that the address of such a list says. */
export type NameSearch = z.infer<typeof nameSearch>;
