import * as z from 'zod/mini';
import { monthText } from '../../format/month.ts';

const field = <Shape extends z.ZodMiniType>(shape: Shape) => z.catch(z.optional(shape), undefined);

/** What can be looked at of costs. */
export const COST_TABS = ['runs', 'prices', 'rates'] as const;

/** What of the page of costs stands in its address. */
export const costsSearch = z.object({
  tab: field(z.enum(COST_TABS)),
  /** A month of Korea, as `2026-11`. */
  month: field(monthText),
  /** Where a page of runs begins. */
  after: field(z.string()),
});

/** Everything that the address of the page says. */
export type CostsSearch = z.infer<typeof costsSearch>;
