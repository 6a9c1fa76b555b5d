import { ZONE_CORRECTIONS, type ZoneCorrection } from './zone-corrections.ts';
import { zoneFormat } from './zone-names.ts';

/** Korean rules apply to whoever has not told us where they are. */
export const DEFAULT_TIMEZONE = 'Asia/Seoul';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Zones come from addresses that nobody checked: what is kept of bad names, or of years, must not grow with them. */
const MAX_NAMES = 2_000;
const MAX_YEARS = 300;

/** No zone has ever changed its offset twice in so short a time and back (the shortest: Freetown 1939, four days). */
const SCAN_STEP = 3 * DAY;

/** A stretch of time, `until` excluded, in which a zone's offset from UTC is one. All in milliseconds. */
type Span = { readonly from: number; readonly until: number; readonly offset: number };

type Offsets = (at: number) => number;

function offsetsOf(format: Intl.DateTimeFormat): Offsets {
  return (at) => {
    const second = Math.floor(at / 1000) * 1000;
    const parts: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(second)) parts[type] = value;
    const year = Number(parts['year']);
    const wall = new Date(0);
    // Not Date.UTC, which takes the years 0 to 99 for those of the twentieth century.
    wall.setUTCFullYear(parts['era'] === 'BC' ? 1 - year : year, Number(parts['month']) - 1, Number(parts['day']));
    wall.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
    return wall.getTime() - second;
  };
}

/** The offsets after a correction; the same as before where the runtime knows of the change. */
function correct(offsets: Offsets, { unaware, offset, from, until }: ZoneCorrection): Offsets {
  if (offsets(Date.parse(unaware.at)) !== unaware.minutes * MINUTE) return offsets;
  const begins = Date.parse(from);
  const ends = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  return (at) => {
    if (at < begins || at >= ends) return offsets(at);
    return 'minutes' in offset ? offset.minutes * MINUTE : zoneOf(offset.asIn).offsetAt(at);
  };
}

/** The clock of a place: how far it is from UTC when. Asking again for a moment nearby costs a comparison. */
export class Zone {
  readonly #offsets: Offsets;
  readonly #years = new Map<number, readonly Span[]>();
  #last: Span = { from: 0, until: 0, offset: 0 };

  /** `name` as it was asked for, or `Asia/Seoul`; `isKnown` says whether somebody asked for a zone that there is. */
  constructor(
    readonly name: string,
    readonly isKnown: boolean,
    format: Intl.DateTimeFormat,
  ) {
    const lower = name.toLowerCase();
    this.#offsets = ZONE_CORRECTIONS.filter(({ zones }) => zones.some((zone) => zone.toLowerCase() === lower)).reduce(
      correct,
      offsetsOf(format),
    );
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at a moment. */
  offsetAt(at: number): number {
    const last = this.#last;
    if (at >= last.from && at < last.until) return last.offset;
    this.#last = this.spanAt(at);
    return this.#last.offset;
  }

  /** A stretch of time around a moment in which the offset is one; it ends at a change of clocks, or with the year in UTC. */
  spanAt(at: number): Span {
    const year = new Date(at).getUTCFullYear();
    let spans = this.#years.get(year);
    if (spans === undefined) {
      if (this.#years.size >= MAX_YEARS) this.#years.clear();
      spans = this.#spansOf(year);
      this.#years.set(year, spans);
    }
    for (const span of spans) if (at < span.until) return span;
    throw new RangeError(`${at} is no moment.`);
  }

  #spansOf(year: number): readonly Span[] {
    const end = startOfYear(year + 1);
    const spans: Span[] = [];
    let from = startOfYear(year);
    let offset = this.#offsets(from);
    for (let at = from; at < end; at += SCAN_STEP) {
      const next = Math.min(at + SCAN_STEP, end);
      if (this.#offsets(next) === offset) continue;
      const change = this.#firstWithout(offset, at, next);
      spans.push({ from, until: change, offset });
      from = change;
      offset = this.#offsets(change);
    }
    if (from < end) spans.push({ from, until: end, offset });
    return spans;
  }

  /** The first second after `before`, and not after `after`, at which the offset is another one. */
  #firstWithout(offset: number, before: number, after: number): number {
    let low = before;
    let high = after;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (this.#offsets(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }
}

function startOfYear(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime();
}

function seoul(isKnown: boolean): Zone {
  const format = zoneFormat(DEFAULT_TIMEZONE);
  if (format === null) throw new Error(`This runtime does not know ${DEFAULT_TIMEZONE}: it was built without Intl.`);
  return new Zone(DEFAULT_TIMEZONE, isKnown, format);
}

const SEOUL = seoul(true);
const UNKNOWN = seoul(false);

const byName = new Map<string, Zone>();
// At most as many as the database has names; the clocks in it are worth keeping when bad names have filled the other.
const byLowerName = new Map<string, Zone>([[DEFAULT_TIMEZONE.toLowerCase(), SEOUL]]);

function lookUp(name: string): Zone {
  const lower = name.toLowerCase();
  const known = byLowerName.get(lower);
  if (known !== undefined) return known;
  const format = zoneFormat(name);
  if (format === null) return UNKNOWN;
  const zone = new Zone(name, true, format);
  byLowerName.set(lower, zone);
  return zone;
}

/**
 * The one reader of a zone's name, for customers, campaigns and templates alike: a name of the IANA database in whatever
 * case, links such as `ROK` included (`Etc/GMT+9` is nine hours *behind* UTC, as POSIX has it). Absent is Asia/Seoul.
 * Any other text (`KST`, `GMT+9`, `+09:00`, nothing) is Asia/Seoul as well, with `isKnown` false.
 */
export function zoneOf(name: string | undefined): Zone {
  if (name === undefined) return SEOUL;
  let zone = byName.get(name);
  if (zone === undefined) {
    if (byName.size >= MAX_NAMES) byName.clear();
    zone = lookUp(name);
    byName.set(name, zone);
  }
  return zone;
}
