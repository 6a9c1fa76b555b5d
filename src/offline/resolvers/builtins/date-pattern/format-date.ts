import { formatWallField, pad } from '../../../../standards/date-pattern/format-field.ts';
import { UtilArgumentError } from '../arguments.ts';
import { readPattern, type PatternPart } from './read-pattern.ts';
import { localTime, offsetAt, utcTime, type LocalTime } from './zone-offset.ts';

/** Writes an instant in a zone by a Java date pattern (English names, as AppSync). */
export function formatDate(time: number, pattern: string, timeZone: string): string {
  const offset = offsetAt(time, timeZone);
  const local = localTime(time, offset);
  return readPattern(pattern)
    .map((part) => formatPart(part, local, offset, timeZone))
    .join('');
}

type Field = Extract<PatternPart, { kind: 'field' }>;

function formatPart(part: PatternPart, local: LocalTime, offset: number, timeZone: string): string {
  return part.kind === 'literal' ? part.text : formatField(part, local, offset, timeZone);
}

function formatField(field: Field, local: LocalTime, offset: number, timeZone: string): string {
  const { width } = field;
  switch (field.letter) {
    case 'D':
      return pad(dayOfYear(local), width);
    case 'S':
      return pad(local.millisecond, 3).padEnd(9, '0').slice(0, width);
    case 'Z':
    case 'X':
    case 'x':
      return formatOffset(field, offset);
    case 'V':
      return timeZone === 'UTC' ? 'Z' : timeZone;
    case 'z':
      return zoneName(local, offset, timeZone, width);
    default:
      return formatWallField(field.letter, width, local) ?? '';
  }
}

function dayOfYear(local: LocalTime): number {
  const day = utcTime(local.year, local.month, local.day, 0, 0, 0) - utcTime(local.year, 1, 1, 0, 0, 0);
  return day / 86_400_000 + 1;
}

/** `Z`: +0000; `ZZZZ`: GMT+00:00; `ZZZZZ`: Z or +00:00; `X` writes zero as Z, `x` does not. */
function formatOffset(field: Field, offset: number): string {
  const { letter, width } = field;
  const total = Math.abs(Math.trunc(offset / 60_000));
  const sign = offset < 0 ? '-' : '+';
  const hours = pad(Math.floor(total / 60), 2);
  const minutes = pad(total % 60, 2);
  if (letter === 'Z') {
    if (width === 4) return offset === 0 ? 'GMT' : `GMT${sign}${hours}:${minutes}`;
    if (width < 4) return `${sign}${hours}${minutes}`;
    return offset === 0 ? 'Z' : `${sign}${hours}:${minutes}`;
  }
  if (letter === 'X' && offset === 0) return 'Z';
  if (width === 1) return minutes === '00' ? `${sign}${hours}` : `${sign}${hours}${minutes}`;
  return width % 2 === 0 ? `${sign}${hours}${minutes}` : `${sign}${hours}:${minutes}`;
}

function zoneName(local: LocalTime, offset: number, timeZone: string, width: number): string {
  if (timeZone === 'UTC') return width === 4 ? 'Coordinated Universal Time' : 'UTC';
  const time = utcTime(local.year, local.month, local.day, local.hour, local.minute, local.second) - offset;
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: width === 4 ? 'long' : 'short' })
    .formatToParts(time)
    .find((part) => part.type === 'timeZoneName')?.value;
  // Where ICU knows no abbreviation it writes "GMT+9", and Java writes "KST": refuse rather than differ.
  if (name === undefined || (width < 4 && /^GMT[+-]/.test(name))) {
    throw new UtilArgumentError(
      `The abbreviation of ${timeZone} ("z") is not supported by the offline sandbox; use VV or XXX.`,
    );
  }
  return name;
}
