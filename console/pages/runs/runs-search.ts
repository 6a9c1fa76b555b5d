import * as z from 'zod/mini';
import { JOB_PHASES } from '../../../src/domain/send-job/phase.ts';

/** What of the list of runs stands in its address. */
export const runsSearch = z.object({
  phase: z.catch(z.optional(z.enum(JOB_PHASES)), undefined),
  /** A part of the campaign's name. */
  name: z.catch(z.optional(z.coerce.string()), undefined),
  page: z.catch(z.optional(z.number().check(z.int(), z.positive())), undefined),
});

/** Everything that the address of the list says. */
export type RunsSearch = z.infer<typeof runsSearch>;
