import type { Say } from '../../words/say.ts';

/** Codes of rejected rows that have words of their own. */
const TOLD = [
  'INVALID_ADDRESS',
  'INVALID_PHONE',
  'INVALID_ID',
  'INVALID_FIELD',
  'INVALID_JSON',
  'MISSING_FIELD',
  'UNKNOWN_FIELD',
  'CELL_COUNT',
  'BAD_QUOTE',
  'QUOTE_NOT_CLOSED',
  'LINE_TOO_LONG',
  'NOT_UTF8',
  'BAD_ENCODING',
  'DUPLICATE_ID',
  'REPEATED_NAME',
  'TOO_MANY',
  'TOO_LARGE',
  'CONSENT_WORDS',
  'TRUNCATED_FILE',
] as const;

/** Why a row was not taken, in the person's language. */
export function sayCode(code: string, say: Say): string {
  const told = TOLD.find((one) => one === code);
  return told === undefined ? say('import.code.other') : say(`import.code.${told}`);
}
