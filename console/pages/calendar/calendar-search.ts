import * as z from 'zod/mini';

/** What of the calendar stands in its address. */
export const calendarSearch = z.object({
  /** `2026-11`; absent: the month that it is in Korea. */
  month: z.catch(z.optional(z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/))), undefined),
});
