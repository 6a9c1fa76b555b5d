import { readDate as readAnyDate } from '../consent/read-date.ts';
import { instantOf, wallAt } from '../schedule/wall-time.ts';
import { DEFAULT_TIMEZONE, zoneOf, type Zone } from '../schedule/zone.ts';
import { checkPattern, formatPattern, parsePattern, type WallTime } from './date-pattern.ts';
import type { TemplateFunction } from './template-function.ts';
import { RenderStop, print, scalar, type Value } from './value.ts';

/** Java's predefined formats for English, as Pinpoint prints them. */
const STYLES: Readonly<Record<string, string>> = {
  full: 'EEEE, MMMM d, yyyy',
  long: 'MMMM d, yyyy',
  medium: 'MMM d, yyyy',
  short: 'M/d/yy',
};

function wallTime(at: number, zone: Zone): WallTime {
  const date = new Date(wallAt(zone, at));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    offsetMinutes: Math.round(zone.offsetAt(at) / 60_000),
    zone: zone.name,
  };
}

/** The fields of a wall in UTC, as a number to count with. */
function inUtc({
  year,
  month,
  day,
  hour,
  minute,
  second,
  millisecond,
}: Omit<WallTime, 'offsetMinutes' | 'zone'>): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, millisecond);
}

function zoneNamed(named: ReadonlyMap<string, Value>): Zone {
  const name = print(named.get('tz'));
  const zone = zoneOf(name === '' ? DEFAULT_TIMEZONE : name);
  if (!zone.isKnown) throw new RenderStop(`The time zone ${JSON.stringify(name)} does not exist.`);
  return zone;
}

function checkFormat(format: Value): void {
  if (format !== undefined) checkPattern(patternOf(format));
}

function patternOf(format: Value): string {
  const text = print(format) === '' ? 'medium' : print(format);
  return STYLES[text] ?? text;
}

function readDate(text: string, inputFormat: Value, zone: Zone): number {
  const pattern = print(inputFormat);
  if (pattern === '') {
    const at = readAnyDate(text);
    if (at !== null) return at;
    throw new RenderStop(`${JSON.stringify(text)} is not an ISO 8601 date; give its inputFormat.`);
  }
  const wall = parsePattern(STYLES[pattern] ?? pattern, text);
  if (wall === null) throw new RenderStop(`${JSON.stringify(text)} does not fit the date pattern "${pattern}".`);
  if (wall.offsetMinutes === null) return instantOf(zone, inUtc(wall));
  return inUtc(wall) - wall.offsetMinutes * 60_000;
}

/** Pinpoint's date helpers by name. `tz` is an IANA name; without it times are those of Asia/Seoul. */
export const DATE_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  [
    'now',
    {
      parameters: { min: 0, max: 1 },
      named: ['tz'],
      check: ({ values: [format], named }) => {
        checkFormat(format);
        zoneNamed(named);
      },
      call: ([format], named, frame) => formatPattern(patternOf(format), wallTime(frame.now, zoneNamed(named))),
    },
  ],
  [
    'dateFormat',
    {
      parameters: { min: 1, max: 1 },
      named: ['inputFormat', 'outputFormat', 'tz'],
      check: ({ named }) => {
        for (const format of [named.get('inputFormat'), named.get('outputFormat')]) checkFormat(format);
        zoneNamed(named);
      },
      call: ([value], named) => {
        const single = scalar(value);
        if (single === undefined || single === '') return undefined;
        const zone = zoneNamed(named);
        const at = readDate(print(value), named.get('inputFormat'), zone);
        return formatPattern(patternOf(named.get('outputFormat')), wallTime(at, zone));
      },
    },
  ],
]);
