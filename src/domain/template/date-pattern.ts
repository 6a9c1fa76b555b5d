import { RenderStop } from './value.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A moment on somebody's wall: the fields a date pattern prints. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly offsetMinutes: number;
  readonly zone: string;
};

type Token = { readonly kind: 'field' | 'text'; readonly text: string };

/** Splits a pattern of Java's SimpleDateFormat into fields (runs of one letter) and literal text. */
function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const scanner = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g;
  for (const match of pattern.matchAll(scanner)) {
    const [found, quoted, letter] = match;
    if (found === "'") throw new RenderStop(`The date pattern ${JSON.stringify(pattern)} has an open quote.`);
    if (letter !== undefined) tokens.push({ kind: 'field', text: found });
    else if (quoted === undefined) tokens.push({ kind: 'text', text: found });
    else tokens.push({ kind: 'text', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
  }
  return tokens;
}

function unsupported(letters: string): never {
  throw new RenderStop(
    `The date pattern letters ${JSON.stringify(letters)} are not supported. Use y M d E H h k K m s S a z Z X.`,
  );
}

function offsetText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  const pad = (number: number): string => String(number).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${separator}${pad(size % 60)}`;
}

function isoOffset(minutes: number, width: number): string {
  if (minutes === 0) return 'Z';
  if (width === 1) return offsetText(minutes, '').slice(0, 3);
  return offsetText(minutes, width === 2 ? '' : ':');
}

function monthText(month: number, width: number): string {
  const name = MONTHS[month - 1] ?? '';
  if (width >= 4) return name;
  return width === 3 ? name.slice(0, 3) : String(month).padStart(width, '0');
}

function formatField(letters: string, time: WallTime): string {
  const width = letters.length;
  const pad = (number: number): string => String(number).padStart(width, '0');
  switch (letters.charAt(0)) {
    case 'y':
      return width === 2 ? String(time.year % 100).padStart(2, '0') : pad(time.year);
    case 'M':
      return monthText(time.month, width);
    case 'd':
      return pad(time.day);
    case 'E': {
      const name = DAYS[new Date(Date.UTC(time.year, time.month - 1, time.day)).getUTCDay()] ?? '';
      return width >= 4 ? name : name.slice(0, 3);
    }
    case 'H':
      return pad(time.hour);
    case 'k':
      return pad(time.hour === 0 ? 24 : time.hour);
    case 'K':
      return pad(time.hour % 12);
    case 'h':
      return pad(time.hour % 12 === 0 ? 12 : time.hour % 12);
    case 'm':
      return pad(time.minute);
    case 's':
      return pad(time.second);
    case 'S':
      return pad(time.millisecond);
    case 'a':
      return time.hour < 12 ? 'AM' : 'PM';
    case 'z':
      return time.zone;
    case 'Z':
      return offsetText(time.offsetMinutes, '');
    case 'X':
      return isoOffset(time.offsetMinutes, width);
    default:
      return unsupported(letters);
  }
}

/** Formats a wall time by a pattern of Java's SimpleDateFormat. */
export function formatPattern(pattern: string, time: WallTime): string {
  return tokenize(pattern)
    .map((token) => (token.kind === 'text' ? token.text : formatField(token.text, time)))
    .join('');
}

type Parsed = { -readonly [K in keyof WallTime]?: WallTime[K] } & { isAfternoon?: boolean; hour12?: number };

function monthNumber(text: string): number {
  return MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()) + 1;
}

/** What a field looks like in a text, and what it says. */
function fieldReader(
  letters: string,
  isTight: boolean,
): { source: string; read: (text: string, into: Parsed) => void } {
  const digits = isTight ? String.raw`\d{${letters.length}}` : String.raw`\d{1,${Math.max(letters.length, 2)}}`;
  switch (letters.charAt(0)) {
    case 'y':
      return {
        source: letters.length === 2 ? String.raw`\d{2}` : String.raw`\d{4}`,
        read: (text, into) => (into.year = Number(text) + (letters.length === 2 ? 2000 : 0)),
      };
    case 'M':
      return letters.length >= 3
        ? { source: '[A-Za-z]{3,9}', read: (text, into) => (into.month = monthNumber(text)) }
        : { source: digits, read: (text, into) => (into.month = Number(text)) };
    case 'd':
      return { source: digits, read: (text, into) => (into.day = Number(text)) };
    case 'E':
      return { source: '[A-Za-z]{3,9}', read: () => undefined };
    case 'H':
    case 'k':
      return { source: digits, read: (text, into) => (into.hour = Number(text) % 24) };
    case 'h':
    case 'K':
      return { source: digits, read: (text, into) => (into.hour12 = Number(text) % 12) };
    case 'm':
      return { source: digits, read: (text, into) => (into.minute = Number(text)) };
    case 's':
      return { source: digits, read: (text, into) => (into.second = Number(text)) };
    case 'S':
      return { source: String.raw`\d{1,9}`, read: (text, into) => (into.millisecond = Number(text.slice(0, 3))) };
    case 'a':
      return { source: '[AaPp][Mm]', read: (text, into) => (into.isAfternoon = text.toLowerCase() === 'pm') };
    case 'Z':
    case 'X':
    case 'z':
      return {
        source: String.raw`Z|UTC|GMT|[+-]\d{2}:?\d{2}`,
        read: (text, into) => {
          const size = /\d/.test(text) ? Number(text.slice(1, 3)) * 60 + Number(text.slice(-2)) : 0;
          into.offsetMinutes = text.startsWith('-') ? -size : size;
        },
      };
    default:
      return unsupported(letters);
  }
}

/** Reads a text by a pattern; null when it does not fit. Fields the pattern lacks are those of 1970-01-01T00:00. */
export function parsePattern(
  pattern: string,
  text: string,
): (Omit<WallTime, 'offsetMinutes'> & { offsetMinutes: number | null }) | null {
  const tokens = tokenize(pattern);
  const reads: ((text: string, into: Parsed) => void)[] = [];
  const source = tokens.map((token, index) => {
    if (token.kind === 'text') return token.text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const isTight = tokens[index - 1]?.kind === 'field' || tokens[index + 1]?.kind === 'field';
    const reader = fieldReader(token.text, isTight);
    reads.push(reader.read);
    return `(${reader.source})`;
  });
  const match = new RegExp(`^${source.join('')}$`).exec(text.trim());
  if (match === null) return null;
  const parsed: Parsed = {};
  for (const [index, read] of reads.entries()) read(match[index + 1] ?? '', parsed);
  const { year = 1970, month = 1, day = 1, minute = 0, second = 0, millisecond = 0 } = parsed;
  const hour =
    parsed.hour12 === undefined ? (parsed.hour ?? 0) : parsed.hour12 + (parsed.isAfternoon === true ? 12 : 0);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || minute > 59 || second > 59) return null;
  return { year, month, day, hour, minute, second, millisecond, offsetMinutes: parsed.offsetMinutes ?? null, zone: '' };
}
