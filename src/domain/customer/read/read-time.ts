import { readDate } from '../../consent/read-date.ts';
import { FieldRefusal, readWord, type Fields } from './read-fields.ts';

/** Beyond this JavaScript has no dates. */
const MAX_TIME = 8.64e15;

/** An optional time in milliseconds since the epoch, ISO 8601 or as spreadsheets save it anew; without a zone it is Korean time. */
export function readIsoTime(fields: Fields, name: string, path: string): number | undefined {
  const text = readWord(fields, name, path);
  if (text === undefined) return undefined;
  const time = readDate(text);
  if (time === null) throw new FieldRefusal('INVALID_FIELD', `${path} must be an ISO 8601 time.`);
  return time;
}

/** Seconds of our times, which as milliseconds would be days of 1970: a withdrawal of then would be older than any consent. */
function isInSeconds(value: number): boolean {
  return value >= 1e9 && value < 1e10;
}

/** An optional time: milliseconds since the epoch as a whole number, or ISO 8601. */
export function readTime(fields: Fields, name: string, path: string): number | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value !== 'number') return readIsoTime(fields, name, path);
  if (isInSeconds(value)) {
    throw new FieldRefusal(
      'INVALID_FIELD',
      `${path} is in seconds. Write milliseconds since 1970, or an ISO 8601 time.`,
    );
  }
  if (Number.isSafeInteger(value) && Math.abs(value) <= MAX_TIME) return value;
  throw new FieldRefusal('INVALID_FIELD', `${path} must be milliseconds since 1970 or an ISO 8601 time.`);
}
