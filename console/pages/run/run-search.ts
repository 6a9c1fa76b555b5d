import * as z from 'zod/mini';
import { EXCLUSION_REASONS, RECIPIENT_STATUSES } from '../../../src/domain/send-job/recipient.ts';

/** What can be looked at of a run. */
export const RUN_TABS = ['recipients', 'failures', 'excluded', 'find', 'activity'] as const;

const field = <Shape extends z.ZodMiniType>(shape: Shape) => z.catch(z.optional(shape), undefined);

/** What of a run's page stands in its address; what makes no sense there is left out. */
export const runSearch = z.object({
  tab: field(z.enum(RUN_TABS)),
  /** From 0. */
  wave: field(z.number().check(z.int(), z.nonnegative())),
  status: field(z.enum(RECIPIENT_STATUSES)),
  reason: field(z.enum(EXCLUSION_REASONS)),
  /** Where a page of recipients begins. */
  after: field(z.string()),
  /** A customer who is asked about. */
  who: field(z.coerce.string()),
});

/** Everything that the address of a run's page says. */
export type RunSearch = z.infer<typeof runSearch>;
