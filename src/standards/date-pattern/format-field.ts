import { MONTHS, WEEKDAYS } from './names.ts';

/** What a clock on the wall and a calendar beside it show. Months count from 1. */
export interface WallFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A number with leading zeros. */
export function pad(value: number, width: number): string {
  return value < 0 ? `-${String(-value).padStart(width, '0')}` : String(value).padStart(width, '0');
}

/**
 * Writes a field on which Java's two kinds of date pattern agree: y M d E a H k K h m s. undefined for any other letter.
 * A name of width 5 is one letter (DateTimeFormatter); SimpleDateFormat knows no such name, so its callers pass 4.
 */
export function formatWallField(letter: string, width: number, wall: WallFields): string | undefined {
  switch (letter) {
    case 'y':
      return width === 2 ? pad(wall.year % 100, 2) : pad(wall.year, width);
    case 'M':
      return width < 3 ? pad(wall.month, width) : nameOf(MONTHS, wall.month - 1, width);
    case 'd':
      return pad(wall.day, width);
    case 'E':
      return nameOf(WEEKDAYS, weekdayOf(wall), Math.max(width, 3));
    case 'a':
      return wall.hour < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(wall.hour, width);
    case 'k':
      return pad(wall.hour === 0 ? 24 : wall.hour, width);
    case 'K':
      return pad(wall.hour % 12, width);
    case 'h':
      return pad(wall.hour % 12 === 0 ? 12 : wall.hour % 12, width);
    case 'm':
      return pad(wall.minute, width);
    case 's':
      return pad(wall.second, width);
    default:
      return undefined;
  }
}

function nameOf(names: readonly string[], index: number, width: number): string {
  const name = names[index] ?? '';
  return width === 3 ? name.slice(0, 3) : width === 4 ? name : name.charAt(0);
}

function weekdayOf({ year, month, day }: WallFields): number {
  const date = new Date(0);
  // Date.UTC reads years below 100 as 19xx.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDay();
}
