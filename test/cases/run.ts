/**
 * Runs the tests that are named by a case's number and prints each number, passed or not:
 * `npm run cases -- [--only A] [--json]`. Fails when a case has no test or a test of one fails.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { endWithParent, removeAtEnd, runNode } from '../../bench/owned/index.ts';
import { CASE_NUMBERS, IN_CHROMIUM, numbersOf } from './case-numbers.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
/** A test, or a group of tests, whose title begins with a number, in a source. */
const TITLE = /\(\s*['"`][A-Z]\d{1,2}[ ,]/;
/** The same in a full name, behind the names of its groups. */
const NAME = '(^| )[A-Z][0-9]{1,2}(,| )';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
});

type Outcome = 'PASSED' | 'FAILED' | 'MISSING' | 'IN_CHROMIUM';
type CaseResult = { readonly number: string; readonly outcome: Outcome; readonly tests: number };

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
const wanted = CASE_NUMBERS.filter((number) => number.startsWith(values.only));
if (wanted.length === 0) throw new Error(`--only ${values.only}: no case begins so.`);
const found = await runCases(await findFiles());
const results = wanted.map((number) => resultOf(number, found.get(number) ?? []));
for (const { number, outcome, tests } of results) {
  say(`${number.padEnd(4)} ${outcome.toLowerCase().replace('_', ' ')}${tests > 1 ? ` (${tests} tests)` : ''}`);
}
const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
const pass = count('FAILED') === 0 && count('MISSING') === 0;
say(
  `${count('PASSED')} passed, ${count('FAILED')} failed, ${count('MISSING')} without a test, ${count('IN_CHROMIUM')} in Chromium alone (npm run test:browser)`,
);
if (values.json) process.stdout.write(`${JSON.stringify({ results, pass })}\n`);
process.exitCode = pass ? 0 : 1;

/** The test files in which a title begins with a number. */
async function findFiles(): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, 'test'), { recursive: true, withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.test.ts') || entry.parentPath.includes('browser')) continue;
    const path = join(entry.parentPath, entry.name);
    if (TITLE.test(await readFile(path, 'utf8'))) files.push(relative(ROOT, path));
  }
  return files;
}

/** Runs the files' numbered tests; answers how each ended, by number. */
async function runCases(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'cases-'));
  removeAtEnd(folder);
  const reportFile = join(folder, 'report.json');
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', ...files, '--testNamePattern', NAME, '--reporter', 'json', '--outputFile', reportFile];
  say(`Running the numbered tests of ${files.length} files ...`);
  // What failed is read from the report.
  const failure = await runNode(args, { cwd: ROOT }).then(
    () => null,
    (error: unknown) => error,
  );
  const text = await readFile(reportFile, 'utf8').catch(() => null);
  if (text === null) throw new Error('The tests wrote no report.', { cause: failure });
  await rm(folder, { recursive: true, force: true });
  const statuses = new Map<string, string[]>();
  for (const { name, message = '', assertionResults } of reportSchema.parse(JSON.parse(text)).testResults) {
    if (message !== '' && assertionResults.length === 0) throw new Error(`${relative(ROOT, name)}: ${message}`);
    for (const { ancestorTitles, title, status, failureMessages } of assertionResults) {
      if (status === 'failed') say([`${relative(ROOT, name)}: ${title}`, ...failureMessages].join('\n'));
      const numbers = new Set([...ancestorTitles, title].flatMap((each) => numbersOf(each)));
      for (const number of numbers) statuses.set(number, [...(statuses.get(number) ?? []), status]);
    }
  }
  return statuses;
}

function resultOf(number: string, statuses: readonly string[]): CaseResult {
  const tests = statuses.length;
  if (tests === 0) return { number, outcome: IN_CHROMIUM.has(number) ? 'IN_CHROMIUM' : 'MISSING', tests };
  return { number, outcome: statuses.every((status) => status === 'passed') ? 'PASSED' : 'FAILED', tests };
}
