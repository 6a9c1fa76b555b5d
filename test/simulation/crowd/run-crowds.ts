import type { InDoubtPolicy } from '../../../src/domain/campaign/index.ts';
import { checkCrowd, NO_CROWD_COUNTS, type CrowdCounts } from './check-crowd.ts';
import { crowdOf, type Crowd } from './crowd.ts';
import { simulateCrowd, type CrashPoint } from './simulate-crowd.ts';

/** How often a place was come to, how often somebody crashed there, and a seed in which it is come to. */
export type PointCounts = { readonly visits: number; readonly crashes: number; readonly seed: number };

/** What some crowds came to, in a form that travels between processes. */
export type CrowdReport = {
  readonly seeds: number;
  readonly counts: CrowdCounts;
  readonly storeFailures: number;
  readonly deadLetters: number;
  readonly pairs: Readonly<Record<string, number>>;
  readonly changes: Readonly<Record<string, number>>;
  readonly points: Readonly<Record<string, PointCounts>>;
  readonly breaches: readonly string[];
};

export const NO_CROWDS: CrowdReport = {
  seeds: 0,
  counts: NO_CROWD_COUNTS,
  storeFailures: 0,
  deadLetters: 0,
  pairs: {},
  changes: {},
  points: {},
  breaches: [],
};

/** Enough to look at. */
const MAX_BREACHES = 10;

async function runCrowd(crowd: Crowd, crashAt?: CrashPoint): Promise<CrowdReport> {
  const label = `crowd ${crowd.policy} seed ${crowd.seed}${crashAt === undefined ? '' : ` with a crash at ${crashAt}`}`;
  try {
    const end = await simulateCrowd(crowd, crashAt);
    const { counts, breaches } = await checkCrowd(end);
    const changes: Record<string, number> = {};
    for (const { from, to } of end.world.changes) count(changes, `${from} to ${to}`, 1);
    const points: Record<string, PointCounts> = {};
    for (const [point, seen] of end.seen) points[point] = { ...seen, seed: crowd.seed };
    return {
      seeds: 1,
      counts,
      storeFailures: end.storeFailures,
      deadLetters: end.queues.BULK.deadLetters + end.queues.DIRECT.deadLetters,
      pairs: Object.fromEntries(end.operated.pairs),
      changes,
      points,
      breaches: breaches.map((breach) => `${label}: ${breach}`),
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...NO_CROWDS, seeds: 1, breaches: [`${label}: ${reason}`] };
  }
}

/** Runs the crowds of some seeds; `CROWD=7` replays one. */
export async function runCrowds(policy: InDoubtPolicy, seeds: Iterable<number>): Promise<CrowdReport> {
  let report = NO_CROWDS;
  for (const seed of seeds) {
    report = addCrowds(report, await runCrowd(crowdOf(seed, policy)));
    if (report.breaches.length >= MAX_BREACHES) break;
  }
  return report;
}

/** Runs again a seed that comes to a place at which nobody crashed, with a crash there. */
export async function crashWhereNobodyDid(policy: InDoubtPolicy, report: CrowdReport): Promise<CrowdReport> {
  let sum = report;
  for (const [point, { crashes, seed }] of Object.entries(report.points)) {
    if (crashes > 0 || !isCrashPoint(point)) continue;
    const { seeds, ...run } = await runCrowd(crowdOf(seed, policy), point);
    sum = addCrowds(sum, { ...run, seeds: seeds - 1 });
    if (sum.breaches.length >= MAX_BREACHES) break;
  }
  return sum;
}

function isCrashPoint(text: string): text is CrashPoint {
  return text.endsWith(' before') || text.endsWith(' after');
}

function count(into: Record<string, number>, name: string, times: number): void {
  into[name] = (into[name] ?? 0) + times;
}

function addNumbers(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum = { ...a };
  for (const [name, times] of Object.entries(b)) count(sum, name, times);
  return sum;
}

/** Adds two reports. */
export function addCrowds(a: CrowdReport, b: CrowdReport): CrowdReport {
  const points: Record<string, PointCounts> = { ...a.points };
  for (const [point, { visits, crashes, seed }] of Object.entries(b.points)) {
    const known = points[point] ?? { visits: 0, crashes: 0, seed };
    points[point] = { visits: known.visits + visits, crashes: known.crashes + crashes, seed: known.seed };
  }
  return {
    seeds: a.seeds + b.seeds,
    counts: addCounts(a.counts, b.counts),
    storeFailures: a.storeFailures + b.storeFailures,
    deadLetters: a.deadLetters + b.deadLetters,
    pairs: addNumbers(a.pairs, b.pairs),
    changes: addNumbers(a.changes, b.changes),
    points,
    breaches: [...a.breaches, ...b.breaches],
  };
}

function addCounts(a: CrowdCounts, b: CrowdCounts): CrowdCounts {
  return {
    jobs: a.jobs + b.jobs,
    recipients: a.recipients + b.recipients,
    delivered: a.delivered + b.delivered,
    duplicates: a.duplicates + b.duplicates,
    repeats: a.repeats + b.repeats,
    lost: a.lost + b.lost,
    inDoubt: a.inDoubt + b.inDoubt,
    doubtsOfTheDead: a.doubtsOfTheDead + b.doubtsOfTheDead,
    ofDamage: a.ofDamage + b.ofDamage,
    falseDoubts: a.falseDoubts + b.falseDoubts,
    groundless: a.groundless + b.groundless,
    scheduledHeld: a.scheduledHeld + b.scheduledHeld,
    latestScheduledMs: Math.max(a.latestScheduledMs, b.latestScheduledMs),
    directHeld: a.directHeld + b.directHeld,
    latestDirectMs: Math.max(a.latestDirectMs, b.latestDirectMs),
    directBesideFullWorkers: a.directBesideFullWorkers + b.directBesideFullWorkers,
  };
}
