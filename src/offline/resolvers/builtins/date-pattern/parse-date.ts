import { MONTHS, WEEKDAYS } from '../../../../standards/date-pattern/names.ts';
import { UtilArgumentError } from '../arguments.ts';
import { readPattern, type FieldLetter, type PatternPart } from './read-pattern.ts';
import { offsetAt, utcTime } from './zone-offset.ts';

type Fields = Partial<Record<FieldLetter, string>>;

/** Reads a time written by a Java date pattern. An offset in the text wins over the zone argument. */
export function parseDate(text: string, pattern: string, timeZone: string | undefined): number {
  const parts = readPattern(pattern);
  const match = new RegExp(`^${parts.map(partExpression).join('')}$`).exec(text);
  if (!match) throw new UtilArgumentError(`${text} is not a time of the form ${pattern}.`);
  const fields: Fields = {};
  let group = 0;
  for (const part of parts) {
    if (part.kind === 'literal') continue;
    group += 1;
    const value = match[group];
    if (value !== undefined) fields[part.letter] = value;
  }
  return toTime(fields, timeZone, text, pattern);
}

function partExpression(part: PatternPart): string {
  if (part.kind === 'literal') return part.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const { letter, width } = part;
  switch (letter) {
    case 'y':
      return width === 2 ? '(\\d{2})' : '(-?\\d{4,})';
    case 'M':
      return width < 3 ? digits(width) : `(${names(MONTHS, width)})`;
    case 'E':
      return `(${names(WEEKDAYS, width)})`;
    case 'a':
      return '(AM|PM)';
    case 'S':
      return `(\\d{${width}})`;
    case 'Z':
    case 'X':
    case 'x':
      return '(Z|GMT|(?:GMT)?[+-]\\d{2}(?::?\\d{2})?)';
    case 'V':
      return '([A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)';
    case 'z':
      throw new UtilArgumentError('Zone names ("z") cannot be parsed by the offline sandbox; use VV, Z or XXX.');
    case 'd':
    case 'D':
    case 'H':
    case 'k':
    case 'h':
    case 'K':
    case 'm':
    case 's':
      return digits(width);
  }
}

function digits(width: number): string {
  return width === 1 ? '(\\d{1,3})' : `(\\d{${width}})`;
}

function names(all: readonly string[], width: number): string {
  return all.map((name) => (width === 4 ? name : name.slice(0, 3))).join('|');
}

function toTime(fields: Fields, timeZone: string | undefined, text: string, pattern: string): number {
  if (fields.y === undefined) throw new UtilArgumentError(`${pattern} has no year, so ${text} is not an instant.`);
  const year = fields.y.length === 2 ? 2000 + Number(fields.y) : Number(fields.y);
  const month = fields.D === undefined ? monthOf(fields.M ?? '1') : 1;
  const day = Number(fields.D ?? fields.d ?? '1');
  const wall = utcTime(year, month, day, hourOf(fields), Number(fields.m ?? '0'), Number(fields.s ?? '0'));
  const check = new Date(wall);
  if (fields.D === undefined && (check.getUTCMonth() + 1 !== month || check.getUTCDate() !== day)) {
    throw new UtilArgumentError(`${text} is not a date that exists.`);
  }
  const milliseconds = Number((fields.S ?? '').slice(0, 3).padEnd(3, '0'));
  return wall + milliseconds - resolveOffset(fields, timeZone, wall, text, pattern);
}

function monthOf(text: string): number {
  const index = MONTHS.findIndex((name) => name.slice(0, 3) === text.slice(0, 3));
  return index >= 0 ? index + 1 : Number(text);
}

function hourOf(fields: Fields): number {
  if (fields.H !== undefined) return Number(fields.H);
  if (fields.k !== undefined) return Number(fields.k) % 24;
  const half = fields.h ?? fields.K;
  return half === undefined ? 0 : (Number(half) % 12) + (fields.a === 'PM' ? 12 : 0);
}

function resolveOffset(
  fields: Fields,
  timeZone: string | undefined,
  wall: number,
  text: string,
  pattern: string,
): number {
  const written = fields.Z ?? fields.X ?? fields.x;
  if (written !== undefined) return writtenOffset(written);
  const zone = fields.V ?? timeZone;
  if (zone === undefined) {
    throw new UtilArgumentError(`${text} (${pattern}) has no offset: pass a time zone as the third argument.`);
  }
  // The offset depends on the instant, which depends on the offset: two steps settle it, also across a DST change.
  return offsetAt(wall - offsetAt(wall, zone), zone);
}

function writtenOffset(written: string): number {
  const match = /([+-])(\d{2}):?(\d{2})?$/.exec(written);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? '0')) * 60_000;
}
