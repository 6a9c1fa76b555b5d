import { formatWallField, pad, type WallFields } from '../../standards/date-pattern/format-field.ts';
import { MONTHS } from '../../standards/date-pattern/names.ts';
import { OpenQuoteError, readPattern, type PatternPart } from '../../standards/date-pattern/read-pattern.ts';
import { RenderStop } from './value.ts';

/** A moment on somebody's wall: the fields a date pattern prints. */
export type WallTime = WallFields & {
  readonly millisecond: number;
  readonly offsetMinutes: number;
  readonly zone: string;
};

/** The parts of a pattern of Java's SimpleDateFormat. */
function partsOf(pattern: string): readonly PatternPart[] {
  try {
    return readPattern(pattern);
  } catch (error) {
    if (error instanceof OpenQuoteError) throw new RenderStop(error.message, { cause: error });
    throw error;
  }
}

function unsupported(letters: string): never {
  throw new RenderStop(
    `The date pattern letters ${JSON.stringify(letters)} are not supported. Use y M d E H h k K m s S a z Z X.`,
  );
}

function offsetText(minutes: number, separator: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
}

function isoOffset(minutes: number, width: number): string {
  if (minutes === 0) return 'Z';
  if (width === 1) return offsetText(minutes, '').slice(0, 3);
  return offsetText(minutes, width === 2 ? '' : ':');
}

function formatField(letter: string, width: number, time: WallTime): string {
  switch (letter) {
    case 'S':
      return pad(time.millisecond, width);
    case 'z':
      return time.zone;
    case 'Z':
      return offsetText(time.offsetMinutes, '');
    case 'X':
      return isoOffset(time.offsetMinutes, width);
    case 'M':
    case 'E':
      return formatWallField(letter, Math.min(width, 4), time) ?? unsupported(letter);
    default:
      return formatWallField(letter, width, time) ?? unsupported(letter.repeat(width));
  }
}

/** Any moment will do to try a pattern. */
const TRIED: WallTime = {
  year: 2026,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  millisecond: 0,
  offsetMinutes: 0,
  zone: 'UTC',
};

/** Stops where a pattern cannot be printed, nor read, whatever the moment. */
export function checkPattern(pattern: string): void {
  formatPattern(pattern, TRIED);
}

/** Formats a wall time by a pattern of Java's SimpleDateFormat. */
export function formatPattern(pattern: string, time: WallTime): string {
  return partsOf(pattern)
    .map((part) => (part.kind === 'literal' ? part.text : formatField(part.letter, part.width, time)))
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
  const parts = partsOf(pattern);
  const reads: ((text: string, into: Parsed) => void)[] = [];
  const source = parts.map((part, index) => {
    if (part.kind === 'literal') return part.text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const isTight = parts[index - 1]?.kind === 'field' || parts[index + 1]?.kind === 'field';
    const reader = fieldReader(part.letter.repeat(part.width), isTight);
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
