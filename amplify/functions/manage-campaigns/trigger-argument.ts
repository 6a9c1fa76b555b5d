import * as z from 'zod';
import { withoutNulls } from '../edge/without-nulls.ts';

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ONCE') }),
  z.strictObject({ kind: z.literal('ONCE_IN_DAYS'), days: z.int() }),
  z.strictObject({ kind: z.literal('EVERY_TIME') }),
]);

const before = { daysBefore: z.int(), time: z.string() };
const wait = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('DURATION'), minutes: z.int() }),
  z.strictObject({ type: z.literal('UNTIL_ATTRIBUTE'), attribute: z.string(), ...before }),
  z.strictObject({ type: z.literal('UNTIL_DATE'), date: z.string(), ...before }),
]);

/** A trigger as a caller writes it; what fits what is the domain's to say. */
export const TRIGGER = z.strictObject({
  event: z.string(),
  rule: z.preprocess(withoutNulls, rule),
  expiresAfterMinutes: z.int(),
  wait: z.preprocess(withoutNulls, wait),
});
