/**
 * Runs the simulator over many seeds on all cores:
 * `npm run test:simulation -- [--seeds 10000] [--from 1] [--json]`. Fails at the first breach of a promise.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { IN_DOUBT_POLICIES } from '../../src/domain/campaign/index.ts';
import { addCounts, NO_COUNTS, runEveryCrash, runSeeds, type SeedCounts } from './run-seeds.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

/** What a child process is to do: every n-th seed, or one crash at every await. */
type Part =
  | { readonly kind: 'SEEDS'; readonly from: number; readonly to: number; readonly every: number }
  | { readonly kind: 'EVERY_CRASH' };
type PartCounts = { readonly HOLD: SeedCounts; readonly RESEND: SeedCounts };

function* seedsOf({ from, to, every }: Extract<Part, { kind: 'SEEDS' }>): Iterable<number> {
  for (let seed = from; seed < to; seed += every) yield seed;
}

async function runPart(part: Part): Promise<PartCounts> {
  switch (part.kind) {
    case 'SEEDS':
      return { HOLD: await runSeeds('HOLD', seedsOf(part)), RESEND: await runSeeds('RESEND', seedsOf(part)) };
    case 'EVERY_CRASH':
      return { HOLD: await runEveryCrash('HOLD'), RESEND: await runEveryCrash('RESEND') };
  }
}

function runInChild(part: Part): Promise<PartCounts> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [], { execArgv: ['--import', 'tsx'] });
    let counts: PartCounts | undefined;
    child.on('message', (message: PartCounts) => (counts = message));
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
    Array.from({ length: parts }, (_, index) =>
      runInChild({ kind: 'SEEDS', from: from + index, to: from + seeds, every: parts }),
    ),
  );
  const everyCrash = await runInChild({ kind: 'EVERY_CRASH' });
  const seconds = (Date.now() - startedAt) / 1_000;
  const report = Object.fromEntries(
    IN_DOUBT_POLICIES.map((policy) => [
      policy,
      {
        storms: ofSeeds.reduce((sum, part) => addCounts(sum, part[policy]), NO_COUNTS),
        crashAtEveryAwait: everyCrash[policy],
      },
    ]),
  );
  const breaches: string[] = [];
  for (const [policy, runs] of Object.entries(report)) {
    for (const [run, counts] of Object.entries(runs)) {
      breaches.push(...counts.breaches);
      say(
        `${policy} ${run}: ${counts.seeds} seeds run, ${counts.crashes} crashes and ${counts.stalls} stalls injected, ` +
          `${counts.delivered} delivered; ${counts.duplicates} duplicates, ${counts.repeats} sent again and marked, ` +
          `${counts.lost} lost, ${counts.inDoubt} in doubt`,
      );
    }
  }
  for (const breach of breaches) say(`BREACH ${breach}`);
  const storms = ofSeeds.reduce((sum, part) => sum + part.HOLD.seeds + part.RESEND.seeds, 0);
  const isOk = breaches.length === 0 && storms === seeds * IN_DOUBT_POLICIES.length;
  say(`${breaches.length} breaches in ${seconds.toFixed(0)} s`);
  if (values.json) console.log(JSON.stringify({ ok: isOk, seconds, ...report }));
  if (!isOk) process.exitCode = 1;
}

if (process.send === undefined) {
  await runAll();
} else {
  process.once('message', (part: Part) => {
    void runPart(part).then((counts) => process.send?.(counts, () => process.disconnect()));
  });
}
