import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What the tests say: PASSED, FAILED with the first test that did, or BROKEN when they could not run at all. */
export type Verdict =
  | { readonly kind: 'PASSED' }
  | { readonly kind: 'FAILED'; readonly by: string }
  | { readonly kind: 'BROKEN'; readonly why: string };

const report = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});
const counts = z.object({ breaches: z.array(z.string()) });
const runs = z.object({ storms: counts, crashAtEveryAwait: counts, crowds: counts });
const simulated = z.object({ HOLD: runs, RESEND: runs });

type Ended = { readonly isTimedOut: boolean; readonly output: string };

/** Runs a command to its end; whoever takes too long is ended together with all it started. */
function runCommand(folder: string, args: readonly string[], patienceMs: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, CI: undefined, NODE_NO_WARNINGS: '1' },
    });
    let output = '';
    let isTimedOut = false;
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    const timer = setTimeout(() => {
      isTimedOut = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, patienceMs);
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve({ isTimedOut, output });
    });
  });
}

/** Runs test files of a tree until the first failure; whoever is at it after `patienceMs` will never end. */
export async function runTests(folder: string, files: readonly string[], patienceMs: number): Promise<Verdict> {
  const file = join(folder, 'mutation-report.json');
  await rm(file, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--bail', '1', '--maxWorkers', '1'];
  const args = [...vitest, '--no-isolate', '--reporter', 'json', '--outputFile', file, ...files];
  const { isTimedOut } = await runCommand(folder, args, patienceMs);
  if (isTimedOut) return { kind: 'FAILED', by: `no end after ${patienceMs / 1_000} s` };
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return { kind: 'BROKEN', why: 'the tests wrote no report' };
  const { numPassedTests, testResults } = report.parse(JSON.parse(text));
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  if (failed[0] !== undefined) return { kind: 'FAILED', by: failed[0] };
  const broken = testResults.find(({ message = '' }) => message !== '');
  if (broken !== undefined) return { kind: 'BROKEN', why: broken.message ?? '' };
  return numPassedTests > 0 ? { kind: 'PASSED' } : { kind: 'BROKEN', why: 'no test ran' };
}

/** Runs the simulator of a tree: storms, a crash at every await, and crowds of jobs. */
export async function runSimulation(folder: string, seeds: number, patienceMs: number): Promise<Verdict> {
  const args = ['--import', 'tsx', 'test/simulation/run.ts', '--seeds', String(seeds), '--json'];
  const { isTimedOut, output } = await runCommand(folder, args, patienceMs);
  if (isTimedOut) return { kind: 'FAILED', by: `the simulator has no end after ${patienceMs / 1_000} s` };
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) return { kind: 'BROKEN', why: 'the simulator wrote no report' };
  const { HOLD, RESEND } = simulated.parse(JSON.parse(last));
  for (const { storms, crashAtEveryAwait, crowds } of [HOLD, RESEND]) {
    const [first] = [...storms.breaches, ...crashAtEveryAwait.breaches, ...crowds.breaches];
    if (first !== undefined) return { kind: 'FAILED', by: `the simulator: ${first}` };
  }
  return { kind: 'PASSED' };
}
