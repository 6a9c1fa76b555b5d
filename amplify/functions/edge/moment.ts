import * as z from 'zod';
import { parseIsoTime } from '../../../src/domain/consent/index.ts';

/** An AWSDateTime in any of its spellings, in milliseconds since the epoch. */
export const moment = z.string().transform((text, context) => {
  const time = parseIsoTime(text);
  if (time !== null) return time;
  context.issues.push({ code: 'custom', message: 'it is not an ISO 8601 date and time', input: text });
  return z.NEVER;
});
