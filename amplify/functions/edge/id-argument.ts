import * as z from 'zod';
import { readIdText } from '../../../src/domain/id.ts';

/** An id, whatever it names: without blanks around it, and never empty or longer than what a key can be. */
export const idArgument = z.string().transform((text, context) => {
  const read = readIdText(text);
  if (read.ok) return read.id;
  // `continue`: of a union, the alternative that only its id keeps from fitting says why.
  context.issues.push({ code: 'custom', message: `it ${read.error.message}`, input: text, continue: true });
  return z.NEVER;
});
