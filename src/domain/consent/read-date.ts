import { trimText } from '../trim-text.ts';
import { parseIsoTime } from './parse-time.ts';

/** The year comes first, and whatever separates it from the month: the order of the others is one in all the world. */
const YEAR_FIRST =
  /^(\d{4})(?:\s*[./-]\s*|년\s*)(\d{1,2})(?:\s*[./-]\s*|월\s*)(\d{1,2})(?:\s*\.|일)?(?:\s*\([월화수목금토일]\))?(?=$|T|\s)/i;

/** What may follow: `T14:30`, ` 오후 2:30:15`, ` 2:30 PM`, ` 14시 30분`, ` 14:30:00.123 UTC`. */
const TIME_OF_DAY =
  /^(?:T|\s+)(?:(오전|오후|AM|PM)\s*)?(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?|시(?:\s*(\d{1,2})분(?:\s*(\d{1,2})초)?)?)(?:\s*(AM|PM))?(?:\s*(Z|UTC|GMT|KST|[+-]\d{2}:?\d{2}))?$/i;

const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?(Z)?)?$/i;

/** Of the names of zones that databases write only those that mean one offset for everybody who writes them. */
const OFFSETS: Readonly<Record<string, string>> = { UTC: 'Z', GMT: 'Z', KST: '+09:00' };

/** The hour of the day; the clock of spreadsheets has twelve, and says which half. */
function hourOf(written: string, half: string | undefined): string | null {
  if (half === undefined) return written;
  const hour = Number(written);
  if (hour < 1 || hour > 12) return null;
  return String((hour % 12) + (/오후|PM/i.test(half) ? 12 : 0));
}

const two = (digits: string): string => digits.padStart(2, '0');

/** A time of day as ISO 8601 has it, with its zone where it says one; null for what is none. */
function timeOf(text: string): string | null {
  if (text === '') return 'T00:00';
  const match = TIME_OF_DAY.exec(text);
  if (match === null) return null;
  const [, before, written = '', minute, second, minutes = '00', seconds = '00', behind, zone = ''] = match;
  if (before !== undefined && behind !== undefined) return null;
  const hour = hourOf(written, before ?? behind);
  if (hour === null) return null;
  return `T${two(hour)}:${minute ?? two(minutes)}:${second ?? two(seconds)}${OFFSETS[zone.toUpperCase()] ?? zone}`;
}

/**
 * A date as people, spreadsheets and databases write it, in milliseconds since the epoch: ISO 8601, or the year first
 * (`2026.01.05`, `2026. 1. 5.`, `2026/1/5 14:30`, `2026-01-05 오후 2:30`, `2026년 1월 5일`, `20260105`), in Korean time unless it
 * says another. Null for anything that has two meanings, as `11/1/26` has.
 */
export function readDate(text: string): number | null {
  const trimmed = trimText(text);
  const iso = parseIsoTime(trimmed);
  if (iso !== null) return iso;
  const compact = COMPACT.exec(trimmed);
  if (compact !== null) {
    const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = ''] = compact;
    return parseIsoTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  }
  const match = YEAR_FIRST.exec(trimmed);
  if (match === null) return null;
  const [date, year = '', month = '', day = ''] = match;
  const time = timeOf(trimmed.slice(date.length));
  return time === null ? null : parseIsoTime(`${year}-${two(month)}-${two(day)}${time}`);
}
