import { trimText } from '../trim-text.ts';
import { parseIsoTime } from './parse-time.ts';

/** The year comes first, and whatever separates it from the month: the order of the others is one in all the world. */
const YEAR_FIRST =
  /^(\d{4})(?:\s*[./-]\s*|년\s*)(\d{1,2})(?:\s*[./-]\s*|월\s*)(\d{1,2})(?:\s*\.|일)?(?:(?:\s+|T)(?:(오전|오후|AM|PM)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i;

const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

/** The hour of the day; the clock of Korean spreadsheets has twelve, and says which half. */
function hourOf(written: string, half: string | undefined): string | null {
  if (half === undefined) return written;
  const hour = Number(written);
  if (hour < 1 || hour > 12) return null;
  return String((hour % 12) + (/오후|PM/i.test(half) ? 12 : 0));
}

/**
 * A date as people and spreadsheets write it, in milliseconds since the epoch: ISO 8601, or the year first
 * (`2026.01.05`, `2026. 1. 5.`, `2026/1/5 14:30`, `2026-01-05 오후 2:30`, `2026년 1월 5일`, `20260105`), in Korean time. Null for anything that
 * has two meanings, as `11/1/26` has.
 */
export function readDate(text: string): number | null {
  const trimmed = trimText(text);
  const iso = parseIsoTime(trimmed);
  if (iso !== null) return iso;
  const match = YEAR_FIRST.exec(trimmed) ?? COMPACT.exec(trimmed);
  if (match === null) return null;
  const [, year = '', month = '', day = '', half, written = '0', minute = '00', second = '00'] = match;
  const two = (digits: string): string => digits.padStart(2, '0');
  const hour = hourOf(written, half);
  if (hour === null) return null;
  return parseIsoTime(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}`);
}
