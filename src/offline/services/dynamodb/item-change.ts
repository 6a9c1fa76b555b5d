import * as z from 'zod';
import { isRecord } from '../aws-response.ts';

/** As it is: an attribute may be called `__proto__`, which zod's records leave out. */
const attributes = z.custom<Readonly<Record<string, unknown>>>(isRecord);

/** One change of one item, as a stream keeps it. */
export const itemChange = z.object({
  /** Grows by one with each change of a table; gaps are changes that were refused by the disk. */
  sequence: z.number(),
  name: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  /** Milliseconds since the epoch, on the sandbox's clock. */
  at: z.number(),
  keys: attributes,
  oldImage: attributes.optional(),
  newImage: attributes.optional(),
});
export type ItemChange = z.infer<typeof itemChange>;
