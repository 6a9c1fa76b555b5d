import { lakeTime } from '../lake/index.ts';
import { koreanDay } from '../schedule/korean-day.ts';
import { daysAfter, mondayOf } from './day.ts';
import { NOTHING_ROLLED_UP, type RolledUp } from './rolled-up.ts';
import type { RollupFolder } from './rollup-files.ts';

/** What is known of the rollups that are built. */
export type RollupState = {
  /** Every day up to it is rolled up, unless it is marked. */
  readonly through: string;
  /** Builds later than it are not finished: `YYYY-MM-DD hh:mm:ss.sss`, UTC. */
  readonly builtBy: string;
  /** By day, how many records the lake held of it when it was built; days without any are left out. */
  readonly records: Readonly<Record<string, number>>;
  /** What the last pass built: earlier builds of it are read by nobody who asks from then on. */
  readonly renewed: readonly RollupFolder[];
};

/** Nothing was built yet. */
export const NO_ROLLUPS: RollupState = {
  through: daysAfter(NOTHING_ROLLED_UP.before, -1),
  builtBy: NOTHING_ROLLED_UP.builtBy,
  records: {},
  renewed: [],
};

/**
 * A day that is over, and that an event came for: its rollup says less than the events do, until it is built anew.
 * `markedAt` is when the latest such event was handed to the lake, in milliseconds since the epoch.
 */
export type MarkedDay = { readonly day: string; readonly markedAt: number };

/**
 * How long what was handed to the lake may take until it lies there: two buffers of Firehose, the tries of whoever hands it
 * over, and as long again. Whatever takes longer (there is an alarm) is noticed by the next pass that counts.
 */
const UNDERWAY_MS = 30 * 60_000;

/** How far reports may read the rollups, given the first day that is marked. */
export function reachOf({ through, builtBy, records }: RollupState, firstMarked: string | null): RolledUp {
  const next = daysAfter(through, 1);
  const before = firstMarked !== null && firstMarked < next ? firstMarked : next;
  const since = Object.keys(records).reduce((first, day) => (day < first ? day : first), before);
  return { before, builtBy, since };
}

/** What a pass is to look at. */
export type RollupWork = {
  /** The last day that is over and whose events are in the lake. */
  readonly until: string;
  /** Marks of days whose events are in the lake by now. */
  readonly settled: readonly MarkedDay[];
};

/** What there is to do at a moment; null when there is nothing. */
export function workOf({ through }: RollupState, marks: readonly MarkedDay[], now: number): RollupWork | null {
  const until = daysAfter(koreanDay(now - UNDERWAY_MS), -1);
  const settled = marks.filter(({ markedAt }) => markedAt <= now - UNDERWAY_MS);
  return until > through || settled.length > 0 ? { until, settled } : null;
}

/** The days of a count that rollups say nothing or something else of, the earliest first. */
export function staleDays({ records }: RollupState, counted: ReadonlyMap<string, number>): readonly string[] {
  return [...counted].flatMap(([day, count]) => (records[day] === count ? [] : [day])).sort();
}

/** The moment of a pass as its builds carry it: later than those of every pass before, whatever the clock did. */
export function stampOf({ builtBy }: RollupState, now: number): string {
  const after = Date.parse(`${builtBy.replace(' ', 'T')}Z`) + 1;
  return lakeTime(Math.max(now, after));
}

/** What a pass did. */
export type RollupPass = {
  readonly until: string;
  readonly builtAt: string;
  readonly counted: ReadonlyMap<string, number>;
  readonly stale: readonly string[];
  readonly built: ReadonlySet<string>;
};

/** What is known after a pass. What it did not come to, or could not build, is read from events from there on. */
export function stateAfter(state: RollupState, { until, builtAt, counted, stale, built }: RollupPass): RollupState {
  const left = stale.find((day) => !built.has(day));
  const records = { ...state.records };
  for (const day of built) records[day] = counted.get(day) ?? 0;
  const renewed = [...built].flatMap((partition): RollupFolder[] => [
    { table: 'user_day', partition },
    { table: 'event_day', partition },
  ]);
  return { through: left === undefined ? until : daysAfter(left, -1), builtBy: builtAt, records, renewed };
}

/** The Mondays of weeks that are whole after a pass and were not before, or of which it built a day. */
export function weeksToBuild(before: RollupState, after: RollupState, built: ReadonlySet<string>): readonly string[] {
  const changed = new Set([...built].map(mondayOf));
  const mondays = new Set(Object.keys(after.records).map(mondayOf));
  return [...mondays]
    .filter((monday) => {
      const sunday = daysAfter(monday, 6);
      return sunday <= after.through && (sunday > before.through || changed.has(monday));
    })
    .sort();
}

/** The same with what became of the weeks: the days from the first one on that could not be built are read from events. */
export function withWeeks(state: RollupState, weeks: readonly string[], unbuilt: ReadonlySet<string>): RollupState {
  const left = weeks.find((monday) => unbuilt.has(monday));
  const through = left === undefined ? state.through : daysAfter(left, -1);
  const renewed = weeks.map((partition) => ({ table: 'user_week', partition }) as const);
  return { ...state, through, renewed: [...state.renewed, ...renewed] };
}
