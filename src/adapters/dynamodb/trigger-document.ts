import * as z from 'zod';

const wait = z.discriminatedUnion('type', [
  z.object({ type: z.literal('DURATION'), minutes: z.int() }),
  z.object({ type: z.literal('UNTIL_ATTRIBUTE'), attribute: z.string(), daysBefore: z.int(), time: z.string() }),
  z.object({ type: z.literal('UNTIL_DATE'), date: z.string(), daysBefore: z.int(), time: z.string() }),
]);

const rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ONCE') }),
  z.object({ kind: z.literal('ONCE_IN_DAYS'), days: z.int() }),
  z.object({ kind: z.literal('EVERY_TIME') }),
]);

/** The event that opens a stored campaign. */
export const triggerDocument = z.object({ event: z.string(), rule, expiresAfterMinutes: z.int(), wait });
