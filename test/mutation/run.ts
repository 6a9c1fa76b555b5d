/**
 * Makes small harmful edits of production code, one at a time in a copy of the tree, and runs the tests that should
 * notice: `npm run test:mutation -- [--only TEXT] [--json]`. TEXT: of what a mutant breaks, or of its file. Fails when
 * an edit no longer fits its source, when more than five mutants survive, or when one survives without an answer.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runSimulation, runTests, type Verdict } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { MUTANTS } from './mutants/index.ts';
import { copyTree, misfits, type MutatedTree } from './mutated-tree.ts';

const MAX_SURVIVORS = 5;
const SIMULATED_SEEDS = 24;
/** For what nothing is known of yet. */
const MAX_PATIENCE_MS = 1_800_000;

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

/** How long to wait for a mutant that has no end, by what is run. */
type Patience = { readonly tests: ReadonlyMap<string, number>; readonly simulation: number };

async function judge(
  { folder }: MutatedTree,
  { tests, isSimulated = false }: Mutant,
  patience: Patience,
): Promise<Verdict> {
  const verdict = await runTests(folder, tests, patience.tests.get(tests.join()) ?? MAX_PATIENCE_MS);
  return verdict.kind === 'PASSED' && isSimulated
    ? runSimulation(folder, SIMULATED_SEEDS, patience.simulation)
    : verdict;
}

type Judged = { readonly mutant: Mutant; readonly verdict: Verdict };

/** A machine is now and then busier than it was. */
const PATIENCE = 6;
const LEAST_PATIENCE_MS = 30_000;

/**
 * Before anything is broken everything must pass: otherwise every mutant would seem to be noticed. Answers how long to
 * wait for each.
 */
async function checkUnbroken({ folder }: MutatedTree, mutants: readonly Mutant[]): Promise<Patience> {
  const timed = async (run: () => Promise<Verdict>): Promise<number> => {
    const startedAt = Date.now();
    const verdict = await run();
    if (verdict.kind !== 'PASSED') throw new Error(`Without any mutant: ${JSON.stringify(verdict)}`);
    return LEAST_PATIENCE_MS + PATIENCE * (Date.now() - startedAt);
  };
  const tests = new Map<string, number>();
  for (const mutant of mutants) {
    const name = mutant.tests.join();
    if (!tests.has(name)) tests.set(name, await timed(() => runTests(folder, mutant.tests, MAX_PATIENCE_MS)));
  }
  const isSimulated = mutants.some((mutant) => mutant.isSimulated === true);
  return {
    tests,
    simulation: isSimulated ? await timed(() => runSimulation(folder, SIMULATED_SEEDS, MAX_PATIENCE_MS)) : 0,
  };
}

async function judgeAll(
  trees: readonly MutatedTree[],
  mutants: readonly Mutant[],
  patience: Patience,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  const waiting = [...mutants];
  await Promise.all(
    trees.map(async (tree) => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        const present = mutant;
        const verdict = await tree.withMutant(present, () => judge(tree, present, patience));
        judged.push({ mutant: present, verdict });
        say(`${judged.length}/${mutants.length} ${wordOf(verdict)} ${present.breaks} (${present.file})`);
        if (verdict.kind === 'FAILED') say(`    by ${verdict.by.slice(0, 160)}`);
        if (verdict.kind === 'BROKEN') say(`    ${verdict.why.slice(0, 400)}`);
      }
    }),
  );
  return judged;
}

function wordOf({ kind }: Verdict): string {
  switch (kind) {
    case 'FAILED':
      return 'killed';
    case 'PASSED':
      return 'SURVIVED';
    case 'BROKEN':
      return 'BROKEN';
  }
}

async function run(): Promise<void> {
  const startedAt = Date.now();
  const mutants = MUTANTS.filter(({ breaks, file }) => breaks.includes(values.only) || file.includes(values.only));
  const unfit = await misfits(mutants);
  for (const reason of unfit) say(reason);
  if (unfit.length > 0) throw new Error(`${unfit.length} mutants do not fit their sources any more.`);
  const trees = await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, copyTree));
  try {
    const [first] = trees;
    if (first === undefined) throw new Error('There is no copy of the tree.');
    const judged = await judgeAll(trees, mutants, await checkUnbroken(first, mutants));
    const named = (kind: Verdict['kind']) => judged.filter(({ verdict }) => verdict.kind === kind).map((j) => j.mutant);
    const survived = named('PASSED');
    const broken = named('BROKEN');
    const unanswered = survived.filter(({ answer }) => answer === undefined);
    const killed = named('FAILED');
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    say(`${killed.length} killed, ${survived.length} survived, ${broken.length} could not run, in ${seconds} s`);
    for (const { breaks, file, answer } of survived)
      say(`  survived: ${breaks} (${file})\n    ${answer ?? 'NO ANSWER'}`);
    const isOk = survived.length <= MAX_SURVIVORS && unanswered.length === 0 && broken.length === 0;
    if (values.json) {
      const listed = (some: readonly Mutant[]) => some.map(({ breaks, file, answer }) => ({ breaks, file, answer }));
      console.log(
        JSON.stringify({
          ok: isOk,
          seconds,
          mutants: mutants.length,
          killed: killed.length,
          survived: survived.length,
          killedMutants: listed(killed),
          survivors: listed(survived),
          broken: listed(broken),
        }),
      );
    }
    if (!isOk) process.exitCode = 1;
  } finally {
    await Promise.all(trees.map((tree) => tree.remove()));
  }
}

await run();
