import * as z from 'zod';
import { MISSED_RULES, PASSED_RULES, SCHEDULE_TYPES, WEEKDAYS } from '../../../src/domain/schedule/index.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

/** A schedule as a caller writes it; what fits what is the domain's to say. */
export const SCHEDULE = z.preprocess(
  withoutNulls,
  z.strictObject({
    type: z.enum(SCHEDULE_TYPES),
    timezone: z.string().exactOptional(),
    at: z.string().exactOptional(),
    time: z.string().exactOptional(),
    minute: z.int().exactOptional(),
    every: z.int().exactOptional(),
    days: z.array(z.enum(WEEKDAYS)).exactOptional(),
    dayOfMonth: z.int().exactOptional(),
    cron: z.string().max(200).exactOptional(),
    start: z.string().exactOptional(),
    end: z.string().exactOptional(),
    missed: z.enum(MISSED_RULES).exactOptional(),
    makeUpWithinMinutes: z.int().exactOptional(),
    passed: z.enum(PASSED_RULES).exactOptional(),
  }),
);
