import * as z from 'zod';

/** One change of one item, as a stream keeps it. */
export const itemChange = z.object({
  /** Grows by one with each change of a table; gaps are changes that were refused by the disk. */
  sequence: z.number(),
  name: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  /** Milliseconds since the epoch, on the sandbox's clock. */
  at: z.number(),
  keys: z.record(z.string(), z.unknown()),
  oldImage: z.record(z.string(), z.unknown()).optional(),
  newImage: z.record(z.string(), z.unknown()).optional(),
});
export type ItemChange = z.infer<typeof itemChange>;
