import * as z from 'zod/mini';
import { monthText } from '../../format/month.ts';

/** What of the calendar stands in its address. */
export const calendarSearch = z.object({
  /** `2026-11`; absent: the month that it is in Korea. */
  month: z.catch(z.optional(monthText), undefined),
});
