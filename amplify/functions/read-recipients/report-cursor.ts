import * as z from 'zod';
import type { ReportState } from '../../../src/app/report/index.ts';
import { CHANNELS } from '../../../src/domain/customer/index.ts';

const count = z.int().min(0);
const group = { members: count, returned: count };

const state: z.ZodType<ReportState> = z.strictObject({
  asOf: z.number(),
  nextShard: count,
  tally: z
    .strictObject({
      treated: z.strictObject(group),
      heldOut: z.strictObject({ ...group, reached: count }),
      treatments: z.array(z.strictObject({ ...group, treatment: count })).max(100),
      rows: z
        .array(
          z.strictObject({
            wave: count,
            channel: z.enum(CHANNELS),
            treatment: count,
            planned: count,
            accepted: count,
            delivered: count,
            opened: count,
            clicked: count,
            goal: count,
            goalEvents: count,
            hardBounced: count,
          }),
        )
        .max(1_000),
      endpoints: count,
      lateEvents: count,
      windowsEndAt: z.number().nullable(),
    })
    .nullable(),
});

/** Reads the cursor of an unfinished report. Whoever changes it deceives only themselves. */
export const reportCursor = z
  .string()
  .max(100_000)
  .transform((text, context): ReportState => {
    try {
      return state.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch {
      context.addIssue({ code: 'custom', message: 'it is not a cursor of campaignReport' });
      return z.NEVER;
    }
  });

/** An unfinished report as text for the caller to keep. */
export function toCursor(unfinished: ReportState): string {
  return Buffer.from(JSON.stringify(unfinished)).toString('base64url');
}
