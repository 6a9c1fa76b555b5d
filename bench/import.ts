/**
 * Imports a generated export through the command line into a backend on this machine, kills the import (kill -9) half-way
 * and runs it again; then estimates segments of what was imported: `npm run bench:import [-- --rows 1000000 --json]`.
 * Fails when a row is lost or counted twice, when the importing process grows by more than 250 MB, when an estimate takes
 * 2 s or longer, or when fewer than 90 of 100 hold the exact number in their interval. `--no-estimate` leaves them out.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { writeAudience } from './import-audience.ts';
import { measureEstimates, type Estimates } from './import-estimates.ts';
import { endWithParent, removeAtEnd, spawnNode } from './owned/index.ts';

const MEMORY_TARGET_MB = 250;
const KILL_AT_PERCENT = 45;
const ESTIMATE_TARGET_MS = 2_000;
const COVERED_TARGET = 90;
const BONGHWA = resolve(import.meta.dirname, '..', 'bin', 'bonghwa.js');

const resultSchema = z.object({
  files: z.tuple([
    z.object({
      accepted: z.number(),
      rejected: z.number(),
      customersCreated: z.number(),
      endpointsWritten: z.number(),
    }),
  ]),
  memory: z.object({ idleMb: z.number(), peakMb: z.number() }),
});

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    estimate: { type: 'boolean', default: true },
    json: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
const rows = Number(values.rows);
if (!Number.isSafeInteger(rows) || rows < 50_000) throw new Error('--rows takes a whole number from 50000.');
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
removeAtEnd(folder);
const file = join(folder, 'audience.ndjson.gz');
const children: ChildProcess[] = [];
try {
  const expected = await writeAudience(file, rows);
  say(
    `${rows} endpoints of ${expected.customersCreated} customers, ${Math.round((await stat(file)).size / 1e6)} MB gzip`,
  );
  const { url: backendUrl, process: backend } = await startBackend();
  const killed = await importAndKill();
  say(`killed after ${killed.seconds.toFixed(1)} s at ${killed.percent} %`);
  const resumed = await importToEnd();
  const [counts] = resumed.result.files;
  const seconds = killed.seconds + resumed.seconds;
  const { idleMb, peakMb } = resumed.result.memory;
  const isExact =
    counts.accepted === expected.accepted &&
    counts.rejected === expected.rejected &&
    counts.customersCreated === expected.customersCreated &&
    counts.endpointsWritten === expected.accepted;
  const growthMb = Math.max(peakMb, killed.peakMb) - idleMb;
  const rowsPerSecond = Math.round(rows / seconds);
  say(`resumed and done after another ${resumed.seconds.toFixed(1)} s: ${rowsPerSecond} rows/s over both`);
  // On a machine that others use, too, this says more of the work than the clock does.
  const backendCpuSeconds = cpuSecondsOf(backend);
  say(
    `the backend took ${backendCpuSeconds.toFixed(0)} s of CPU time; ${loadavg()[0]?.toFixed(1)} processes wanted the CPU in the last minute`,
  );
  say(`counts ${JSON.stringify(counts)}; expected ${JSON.stringify(expected)}: ${isExact ? 'equal' : 'DIFFERENT'}`);
  say(`memory ${idleMb} MB idle, ${idleMb + growthMb} MB at most: grew by ${growthMb} MB (target ${MEMORY_TARGET_MB})`);
  const estimates = values.estimate
    ? await measureEstimates(join(folder, 'amplify_outputs.json'), backendUrl, say)
    : undefined;
  const pass = isExact && growthMb <= MEMORY_TARGET_MB && (estimates === undefined || areGood(estimates));
  say(pass ? 'PASS' : 'FAIL');
  if (values.json) {
    const result = {
      rows,
      rowsPerSecond,
      seconds,
      backendCpuSeconds,
      idleMb,
      peakMb: idleMb + growthMb,
      growthMb,
      isExact,
      counts,
      expected,
      estimates,
      pass,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  process.exitCode = pass ? 0 : 1;
} finally {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}

function run(...words: string[]): ChildProcess {
  const child = spawnNode([BONGHWA, ...words], { cwd: folder, errors: 'pipe' });
  children.push(child);
  return child;
}

function areGood({ segments, trials, covered, slowestTrialMs, meanWidth }: Estimates): boolean {
  const slowestMs = Math.max(slowestTrialMs, ...segments.map((segment) => segment.slowestMs));
  say(
    `${covered} of ${trials} intervals hold the exact number (target ${COVERED_TARGET}); they are ` +
      `${(meanWidth * 100).toFixed(1)} % of it wide; ${slowestMs} ms at most (target ${ESTIMATE_TARGET_MS})`,
  );
  return covered >= (COVERED_TARGET / 100) * trials && slowestMs < ESTIMATE_TARGET_MS;
}

/** Starts the backend. */
async function startBackend(): Promise<{ readonly url: string; readonly process: ChildProcess }> {
  const backend = run('start', '--port', '0', '--data', join(folder, 'data'));
  let text = '';
  const url = await new Promise<string>((onReady, onFailure) => {
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      const url = /GraphQL\s+(http\S+)\/graphql/.exec(text)?.[1];
      if (url !== undefined && text.includes('Ready.')) onReady(url);
    };
    backend.stdout?.on('data', hear);
    backend.stderr?.on('data', hear);
    backend.once('exit', () => onFailure(new Error(`The backend did not start:\n${text}`)));
  });
  return { url, process: backend };
}

/** CPU time of a process, where the system tells (Linux); 0 elsewhere. */
function cpuSecondsOf(child: ChildProcess): number {
  const file = `/proc/${child.pid}/stat`;
  if (!existsSync(file)) return 0;
  const [, , , , , , , , , , , user, system] = readFileSync(file, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
  return (Number(user) + Number(system)) / 100;
}

/** Runs the import until it is about half done, and kills it. */
async function importAndKill(): Promise<{ seconds: number; percent: number; peakMb: number }> {
  const began = performance.now();
  const child = run('import', file, '--json');
  const memory = watchMemory(child);
  let percent = 0;
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = chunk.toString();
    percent = Math.max(percent, ...[...chunk.toString().matchAll(/(\d+)%/g)].map(([, number]) => Number(number)));
    if (percent >= KILL_AT_PERCENT) child.kill('SIGKILL');
  });
  const [code, signal] = await ended(child);
  if (signal !== 'SIGKILL')
    throw new Error(`The import ended with ${code} before it was killed (take more --rows?): ${errors}`);
  return { seconds: (performance.now() - began) / 1000, percent, peakMb: memory() };
}

async function importToEnd(): Promise<{ seconds: number; result: z.infer<typeof resultSchema> }> {
  const began = performance.now();
  const child = run('import', file, '--json');
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors = chunk.toString()));
  const [code] = await ended(child);
  if (code !== 0) throw new Error(`The import ended with ${code}: ${errors}`);
  const last = output.trim().split('\n').at(-1) ?? '';
  return { seconds: (performance.now() - began) / 1000, result: resultSchema.parse(JSON.parse(last)) };
}

function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((onEnd) => child.once('close', (code, signal) => onEnd([code, signal])));
}

/** The most memory a process was seen with, where the system tells (Linux); a killed process cannot say it itself. */
function watchMemory(child: ChildProcess): () => number {
  const status = `/proc/${child.pid}/status`;
  let peak = 0;
  const look = (): void => {
    if (!existsSync(status)) return;
    const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0);
    peak = Math.max(peak, Math.round(kilobytes / 1024));
  };
  const timer = setInterval(look, 200);
  child.once('exit', () => clearInterval(timer));
  return () => peak;
}
