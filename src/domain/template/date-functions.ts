import { parseIsoTime } from '../consent/parse-time.ts';
import { DEFAULT_TIMEZONE } from '../consent/local-time.ts';
import { formatPattern, parsePattern, type WallTime } from './date-pattern.ts';
import type { TemplateFunction } from './template-function.ts';
import { RenderStop, print, scalar, type Value } from './value.ts';

/** Java's predefined formats for English, as Pinpoint prints them. */
const STYLES: Readonly<Record<string, string>> = {
  full: 'EEEE, MMMM d, yyyy',
  long: 'MMMM d, yyyy',
  medium: 'MMM d, yyyy',
  short: 'M/d/yy',
};

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    if (formats.size > 1000) formats.clear();
    formats.set(zone, format);
    return format;
  } catch (error) {
    throw new RenderStop(`The time zone ${JSON.stringify(zone)} does not exist.`, { cause: error });
  }
}

function wallTime(at: number, zone: string): WallTime {
  const fields: Record<string, number> = {};
  for (const { type, value } of zoneFormat(zone).formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const millisecond = ((at % 1000) + 1000) % 1000;
  const offsetMinutes = Math.round(
    (Date.UTC(year, month - 1, day, hour, minute, second) - (at - millisecond)) / 60_000,
  );
  return { year, month, day, hour, minute, second, millisecond, offsetMinutes, zone };
}

/** The moment at which a zone's wall shows a time; around a change of offset the second look settles it. */
function instantOf(wall: Omit<WallTime, 'offsetMinutes' | 'zone'>, zone: string): number {
  const { year, month, day, hour, minute, second, millisecond } = wall;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const first = asUtc - wallTime(asUtc, zone).offsetMinutes * 60_000;
  return asUtc - wallTime(first, zone).offsetMinutes * 60_000;
}

function zoneOf(named: ReadonlyMap<string, Value>): string {
  const zone = print(named.get('tz'));
  return zone === '' ? DEFAULT_TIMEZONE : zone;
}

function patternOf(format: Value): string {
  const text = print(format) === '' ? 'medium' : print(format);
  return STYLES[text] ?? text;
}

function readDate(text: string, inputFormat: Value, zone: string): number {
  const pattern = print(inputFormat);
  if (pattern === '') {
    const at = parseIsoTime(text);
    if (at !== null) return at;
    throw new RenderStop(`${JSON.stringify(text)} is not an ISO 8601 date; give its inputFormat.`);
  }
  const wall = parsePattern(STYLES[pattern] ?? pattern, text);
  if (wall === null) throw new RenderStop(`${JSON.stringify(text)} does not fit the date pattern "${pattern}".`);
  if (wall.offsetMinutes === null) return instantOf(wall, zone);
  return instantOf(wall, 'UTC') - wall.offsetMinutes * 60_000;
}

/** Pinpoint's date helpers by name. `tz` is an IANA name; without it times are those of Asia/Seoul. */
export const DATE_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  [
    'now',
    {
      parameters: { min: 0, max: 1 },
      named: ['tz'],
      call: ([format], named, frame) => formatPattern(patternOf(format), wallTime(frame.now, zoneOf(named))),
    },
  ],
  [
    'dateFormat',
    {
      parameters: { min: 1, max: 1 },
      named: ['inputFormat', 'outputFormat', 'tz'],
      call: ([value], named) => {
        const single = scalar(value);
        if (single === undefined || single === '') return undefined;
        const zone = zoneOf(named);
        const at = readDate(print(value), named.get('inputFormat'), zone);
        return formatPattern(patternOf(named.get('outputFormat')), wallTime(at, zone));
      },
    },
  ],
]);
