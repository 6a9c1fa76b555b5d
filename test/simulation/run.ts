/**
 * Runs the simulator over many seeds on all cores:
 * `npm run test:simulation -- [--seeds 10000] [--from 1] [--json]`. Two seeds of four are a storm around one job, the third
 * one around a run of several waves, the fourth is a crowd of jobs over few workers. Fails at the first breach of a promise; from a thousand seeds on also when
 * a pair of phase and command, a change of phase or a place to crash at that can happen was never seen.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { IN_DOUBT_POLICIES, type InDoubtPolicy } from '../../src/domain/campaign/index.ts';
import { runCascades } from './cascade/run-cascades.ts';
import { addCrowds, crashWhereNobodyDid, NO_CROWDS, runCrowds, type CrowdReport } from './crowd/run-crowds.ts';
import { describeCoverage, findUnseen } from './crowd/coverage.ts';
import { addCounts, NO_COUNTS, runEveryCrash, runSeeds, type SeedCounts } from './run-seeds.ts';
import { runEvents, type EventCounts } from './events/run-events.ts';
import { runSchedules, type ScheduleCounts } from './schedules/run-schedules.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

type Seeds = { readonly from: number; readonly to: number; readonly every: number; readonly at: number };

/** What a child process is to do: every n-th seed, one crash at every await, crashes where nobody crashed, or other worlds. */
type Part =
  | ({ readonly kind: 'SEEDS' } & Seeds)
  | { readonly kind: 'EVERY_CRASH' }
  | { readonly kind: 'UNSEEN'; readonly policy: InDoubtPolicy; readonly report: CrowdReport };
type OtherPart = { readonly kind: 'SCHEDULES' | 'EVENTS'; readonly from: number; readonly seeds: number };
type Answer<P> = P extends Part ? PartCounts : P extends { readonly kind: 'SCHEDULES' } ? ScheduleCounts : EventCounts;
type PolicyCounts = { readonly storms: SeedCounts; readonly cascades: SeedCounts; readonly crowds: CrowdReport };
type PartCounts = Readonly<Record<InDoubtPolicy, PolicyCounts>>;

/** What seeds are, one after the other; a crowd costs several storms. */
const KINDS = ['STORM', 'STORM', 'CASCADE', 'CROWD'] as const;

function* seedsOf({ from, to, every, at }: Seeds, kind: (typeof KINDS)[number]): Iterable<number> {
  for (let seed = from + at; seed < to; seed += every) {
    if (KINDS[Math.floor((seed - from) / every) % KINDS.length] === kind) yield seed;
  }
}

const NOTHING: PolicyCounts = { storms: NO_COUNTS, cascades: NO_COUNTS, crowds: NO_CROWDS };

async function runPart(part: Part): Promise<PartCounts> {
  const both = async (run: (policy: InDoubtPolicy) => Promise<PolicyCounts>): Promise<PartCounts> => ({
    HOLD: await run('HOLD'),
    RESEND: await run('RESEND'),
  });
  switch (part.kind) {
    case 'SEEDS':
      return both(async (policy) => ({
        storms: await runSeeds(policy, seedsOf(part, 'STORM')),
        cascades: await runCascades(policy, seedsOf(part, 'CASCADE')),
        crowds: await runCrowds(policy, seedsOf(part, 'CROWD')),
      }));
    case 'EVERY_CRASH':
      return both(async (policy) => ({ ...NOTHING, storms: await runEveryCrash(policy) }));
    case 'UNSEEN': {
      const crowds = await crashWhereNobodyDid(part.policy, part.report);
      return { HOLD: NOTHING, RESEND: NOTHING, [part.policy]: { ...NOTHING, crowds } };
    }
  }
}

function isOther(part: Part | OtherPart): part is OtherPart {
  return part.kind === 'SCHEDULES' || part.kind === 'EVENTS';
}

/** Worlds without a worker and a provider. */
function runOther({ kind, from, seeds: count }: OtherPart): Promise<ScheduleCounts | EventCounts> {
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  return kind === 'SCHEDULES' ? runSchedules(seeds) : runEvents(seeds);
}

function runInChild<P extends Part | OtherPart>(part: P): Promise<Answer<P>> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [], { execArgv: ['--import', 'tsx'] });
    let counts: Answer<P> | undefined;
    child.on('message', (message: Answer<P>) => (counts = message));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (counts === undefined) reject(new Error(`A part ended with ${code} and without counts.`));
      else resolve(counts);
    });
    child.send(part);
  });
}

async function runAll(): Promise<void> {
  const from = Number(values.from);
  const seeds = Number(values.seeds);
  if (!Number.isInteger(from) || !Number.isInteger(seeds) || seeds < 1)
    throw new Error('--seeds and --from are numbers.');
  const startedAt = Date.now();
  const parts = availableParallelism();
  const ofSeeds = await Promise.all(
    Array.from({ length: parts }, (_, at) => runInChild({ kind: 'SEEDS', from, to: from + seeds, every: parts, at })),
  );
  const everyCrash = await runInChild({ kind: 'EVERY_CRASH' });
  const directed = await Promise.all(
    IN_DOUBT_POLICIES.map((policy) => {
      const report = ofSeeds.reduce((sum, part) => addCrowds(sum, part[policy].crowds), NO_CROWDS);
      return runInChild({ kind: 'UNSEEN', policy, report });
    }),
  );
  const [schedules, events] = await Promise.all([
    runInChild({ kind: 'SCHEDULES' as const, from, seeds }),
    runInChild({ kind: 'EVENTS' as const, from, seeds }),
  ]);
  const seconds = (Date.now() - startedAt) / 1_000;
  const breaches: string[] = [];
  const report: Record<string, unknown> = {};
  let done = 0;
  let everything = NO_CROWDS;
  for (const [index, policy] of IN_DOUBT_POLICIES.entries()) {
    const storms = ofSeeds.reduce((sum, part) => addCounts(sum, part[policy].storms), NO_COUNTS);
    const cascades = ofSeeds.reduce((sum, part) => addCounts(sum, part[policy].cascades), NO_COUNTS);
    const crashAtEveryAwait = everyCrash[policy].storms;
    const crowds = directed[index]?.[policy].crowds ?? NO_CROWDS;
    for (const [name, counts] of Object.entries({ storms, cascades, crashAtEveryAwait })) {
      say(
        `${policy} ${name}: ${counts.seeds} seeds run, ${counts.crashes} crashes and ${counts.stalls} stalls injected, ` +
          `${counts.delivered} delivered; ${counts.duplicates} duplicates, ${counts.repeats} sent again and marked, ` +
          `${counts.lost} lost, ${counts.inDoubt} in doubt`,
      );
    }
    sayCrowds(policy, crowds);
    breaches.push(...storms.breaches, ...cascades.breaches, ...crashAtEveryAwait.breaches, ...crowds.breaches);
    report[policy] = { storms, cascades, crashAtEveryAwait, crowds };
    done += storms.seeds + cascades.seeds + crowds.seeds;
    everything = addCrowds(everything, crowds);
  }
  say(
    `schedules: ${schedules.seeds} seeds run, ${schedules.crashes} crashes injected; of their occurrences ` +
      `${schedules.opened} opened, ${schedules.missed} missed, ${schedules.failed} failed`,
  );
  say(
    `events: ${events.seeds} seeds run, ${events.crashes} crashes injected; ${events.entries} entries, ${events.sent} messages`,
  );
  breaches.push(...schedules.breaches, ...events.breaches);
  for (const line of describeCoverage(everything)) say(line);
  if (seeds >= COVERED_FROM) breaches.push(...findUnseen(everything));
  for (const breach of breaches) say(`BREACH ${breach}`);
  const isOk = breaches.length === 0 && done === seeds * IN_DOUBT_POLICIES.length;
  say(`${breaches.length} breaches in ${seconds.toFixed(0)} s`);
  if (values.json)
    console.log(JSON.stringify({ ok: isOk, seconds, breaches: breaches.length, ...report, schedules, events }));
  if (!isOk) process.exitCode = 1;
}

/** Fewer seeds do not come to everything that can happen. */
const COVERED_FROM = 1_000;

function sayCrowds(policy: InDoubtPolicy, { seeds, counts, storeFailures, deadLetters }: CrowdReport): void {
  say(
    `${policy} crowds: ${seeds} seeds run, ${counts.jobs} jobs, ${storeFailures} functions failed with their store, ` +
      `${deadLetters} rings became dead letters; ${counts.recipients} recipients, ${counts.delivered} delivered, ` +
      `${counts.duplicates} duplicates, ${counts.repeats} sent again and marked, ${counts.lost} lost, ` +
      `${counts.inDoubt} in doubt (${counts.falseDoubts} falsely, ${counts.doubtsOfTheDead} whose worker died or ` +
      `stalled between claim and call), ${counts.groundless} failed without an answer of their own, ` +
      `${counts.ofDamage} failed or in doubt by damaged rows`,
  );
  say(
    `${policy} crowds: ${counts.scheduledHeld} scheduled jobs began at most ${counts.latestScheduledMs} ms late, ` +
      `${counts.directHeld} direct sends (${counts.directBesideFullWorkers} while campaigns had every worker) were handed ` +
      `over at most ${counts.latestDirectMs} ms after their answer ` +
      '(in crowds without crashes, stalls, wrong clocks, lost rings, a slow or failing store, the kill switch)',
  );
}

if (process.send === undefined) {
  await runAll();
} else {
  process.once('message', (part: Part | OtherPart) => {
    const running = isOther(part) ? runOther(part) : runPart(part);
    void running.then((counts) => process.send?.(counts, () => process.disconnect()));
  });
}
