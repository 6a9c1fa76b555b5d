import * as z from 'zod/mini';

/**
 * A month as addresses have it, `2026-11`. Years of our century only: `Date` takes those before 100 for others, and no page has
 * anything of them.
 */
export const monthText = z.string().check(z.regex(/^20\d{2}-(0[1-9]|1[0-2])$/));
