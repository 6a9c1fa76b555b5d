import {
  buildDays,
  buildWeeks,
  countRecords,
  FIRST_REPORTED_DAY,
  RowReader,
  stampOf,
  staleDays,
  stateAfter,
  supersededBy,
  unloadStatement,
  weeksToBuild,
  withWeeks,
  workOf,
  type RollupBuild,
  type RollupState,
  type Statement,
} from '../../domain/insight/index.ts';
import { koreanDay } from '../../domain/schedule/index.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock } from '../ports.ts';
import { readRows } from './ask-lake.ts';
import type { LakeQueries, RollupFiles, RollupStore } from './ports.ts';

export type BuildRollupsDeps = {
  readonly lake: LakeQueries;
  readonly rollups: RollupStore;
  readonly files: RollupFiles;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
};

/** What a pass did: the days and weeks that it built, how many days are left to the next one, and what failed, by day. */
export type BuiltRollups = {
  readonly days: readonly string[];
  readonly weeks: readonly string[];
  readonly left: number;
  readonly failed: readonly { readonly partition: string; readonly reason: string }[];
};

const NOTHING: BuiltRollups = { days: [], weeks: [], left: 0, failed: [] };

/** Queries at one time: an account may have twenty, and reports go first. */
const PARALLEL = 2;

/** Longer than a pass may take: whoever still holds the claim then is gone. */
const CLAIM_MS = 20 * 60_000;
const LONGEST_WAIT_MS = 2_000;

/**
 * Builds what rollups are missing: days that are over, days that events came late for, and the weeks of both. A day is
 * built when its rollup was made of another number of records than the lake holds now, so that what was late beyond every
 * bound is noticed by the next pass. What there is no time for is left to the next pass, and read from events until then.
 * @param budgetMs how long it may begin new days
 */
export async function buildRollups(deps: BuildRollupsDeps, budgetMs: number): Promise<BuiltRollups> {
  const { rollups, clock } = deps;
  const begun = clock.now();
  const found = await rollups.read('EVERY');
  if (workOf(found.state, found.marks, begun) === null) return NOTHING;
  const claim = await rollups.claim(begun, begun + CLAIM_MS);
  if (claim === null) return NOTHING;
  try {
    return await pass(deps, claim, begun + budgetMs);
  } catch (error) {
    await rollups.release(claim);
    throw error;
  }
}

async function pass(deps: BuildRollupsDeps, claim: string, until: number): Promise<BuiltRollups> {
  const { lake, rollups, clock } = deps;
  const now = clock.now();
  // Another pass may have ended before the claim.
  const { state, marks } = await rollups.read('EVERY');
  const work = workOf(state, marks, now);
  if (work === null) {
    await rollups.release(claim);
    return NOTHING;
  }
  const [today, builtAt] = [koreanDay(now), stampOf(state, now)];
  await tidy(deps, state);
  const failed: { partition: string; reason: string }[] = [];
  const build = async (partition: string, builds: readonly RollupBuild[]): Promise<boolean> => {
    for (const one of builds) {
      const { bucket } = deps.files;
      const ended = await runToEnd(deps, unloadStatement(one, { bucket, partition, builtAt }));
      if (ended.ok) continue;
      failed.push({ partition, reason: ended.reason });
      return false;
    }
    return true;
  };

  const counting = await runToEnd(deps, countRecords({ from: FIRST_REPORTED_DAY, to: work.until }, today));
  if (!counting.ok) throw new Error(`The records of the lake could not be counted: ${counting.reason}`);
  const rows = (await readRows(lake, counting.queryId)).map((row) => new RowReader(row));
  const counted = new Map(rows.map((row) => [row.text('day_kst'), row.number('records')]));
  const stale = staleDays(state, counted);
  const built = new Set<string>();
  await inParallel(stale, PARALLEL, async (day) => {
    if (clock.now() > until) return;
    if (await build(day, buildDays({ from: day, to: day }, { today, builtAt }))) built.add(day);
  });
  const after = stateAfter(state, { until: work.until, builtAt, counted, stale, built });
  const weeks = weeksToBuild(state, after, built);
  const unbuilt = new Set<string>();
  await inParallel(weeks, PARALLEL, async (monday) => {
    if (!(await build(monday, [buildWeeks({ from: monday, to: monday }, { today, builtAt })]))) unbuilt.add(monday);
  });
  await rollups.finish(claim, withWeeks(after, weeks, unbuilt), work.settled);
  return { days: [...built].sort(), weeks, left: stale.length - built.size, failed };
}

type Ended = { readonly ok: true; readonly queryId: string } | { readonly ok: false; readonly reason: string };

/** Runs a query until it has ended. */
async function runToEnd({ lake, clock }: BuildRollupsDeps, statement: Statement): Promise<Ended> {
  const queryId = await lake.start(statement);
  for (let wait = 100; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    const query = await lake.look(queryId);
    if (query === null) return { ok: false, reason: 'The query is not known any more.' };
    if (query.state === 'FAILED') return { ok: false, reason: query.reason };
    if (query.state === 'DONE') return { ok: true, queryId };
    await clock.sleep(wait);
  }
}

/** Removes what was built of days and weeks before the last pass built them anew: reports that read it have ended. */
async function tidy({ files }: BuildRollupsDeps, { builtBy, renewed }: RollupState): Promise<void> {
  await inParallel(renewed, PARALLEL, async (folder) => {
    const old = supersededBy(builtBy, await files.list(folder));
    if (old.length > 0) await files.remove(folder, old);
  });
}
