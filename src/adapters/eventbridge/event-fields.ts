import * as z from 'zod';
import { parseIsoTime } from '../../domain/consent/index.ts';
import { parseMessageRef } from '../../domain/send-job/index.ts';

/** A moment as events write it, in milliseconds since the epoch. */
export const moment = z
  .string()
  .transform((text) => parseIsoTime(text))
  .pipe(z.int().nonnegative());

/** What cannot be read is not there: an opt-out must not be lost with it. */
export function ifAny<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** A moment that is missing, or that cannot be read, is that of the event which brought it. */
export const momentIfAny = ifAny(moment);

/** The longest e-mail address is 254 characters, the longest device token a few hundred. */
export const addressText = z.string().min(1).max(1_024);

/** A provider's own word for a reason. It becomes part of a stored code, so anything else than a word is not taken over. */
export const reasonWord = z
  .string()
  .regex(/^\w{1,64}$/)
  .catch('Undetermined');

/** A text that refers to a message. */
export function reference<T>(max: number, read: (text: string) => T | null) {
  return z
    .string()
    .max(max)
    .transform((text, context) => {
      const found = read(text);
      if (found !== null) return found;
      context.addIssue({ code: 'custom', message: 'names no message' });
      return z.NEVER;
    });
}

/** The reference that a message carried. */
export const refText = reference(200, parseMessageRef);

/** The first thing wrong with an event, without any of its content: reasons are logged. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'invalid' : `${issue.path.join('.')}: ${issue.code}`;
}
