import { simulateSchedules, type ScheduleRun } from './simulate-schedules.ts';

/** What several seeds came to; breaches name their seed. */
export type ScheduleCounts = ScheduleRun & { readonly seeds: number };

/** No seed yet. */
const NO_SCHEDULES: ScheduleCounts = { seeds: 0, breaches: [], crashes: 0, opened: 0, missed: 0, failed: 0 };

/** Runs the scheduler through seeded storms. */
export async function runSchedules(seeds: Iterable<number>): Promise<ScheduleCounts> {
  let counts = NO_SCHEDULES;
  for (const seed of seeds) {
    const run = await simulateSchedules(seed);
    counts = {
      seeds: counts.seeds + 1,
      breaches: [...counts.breaches, ...run.breaches.map((breach) => `schedules seed ${seed}: ${breach}`)],
      crashes: counts.crashes + run.crashes,
      opened: counts.opened + run.opened,
      missed: counts.missed + run.missed,
      failed: counts.failed + run.failed,
    };
  }
  return counts;
}
