import * as z from 'zod';
import type { CountState } from '../../../src/app/segment/index.ts';

const count = z.int().min(0);

const state: z.ZodType<CountState> = z.strictObject({
  now: z.number(),
  question: z.string(),
  sliceCount: z.int().min(1).max(1_000_000),
  nextSlice: count,
  open: z.array(z.strictObject({ slice: count, cursor: z.string() })).max(100),
  scanned: count,
  matched: count,
  reached: z.strictObject({ PUSH: count, EMAIL: count, SMS: count, CUSTOM: count }),
  sample: z.array(z.string()).max(100),
});

/** Reads the cursor of an unfinished count. Whoever changes it deceives only themselves. */
export const countCursor = z
  .string()
  .max(100_000)
  .transform((text, context): CountState => {
    try {
      return state.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch {
      context.addIssue({ code: 'custom', message: 'it is not a cursor of estimateSegment' });
      return z.NEVER;
    }
  });

/** An unfinished count as text for the caller to keep. */
export function toCursor(unfinished: CountState): string {
  return Buffer.from(JSON.stringify(unfinished)).toString('base64url');
}
