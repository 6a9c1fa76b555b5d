import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const TSX = join(ROOT, 'node_modules', '.bin', 'tsx');
const PATIENCE_MS = 60_000;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a script as npm does: behind the loader's own process. */
function start(...args: string[]): ChildProcess {
  const child = spawn(TSX, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  return child;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended and was not waited for is a process still.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** What a process runs, and whose child it is now. */
function commandOf(pid: number): string {
  const [, parent = '?'] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')} of ${parent}`;
}

/** Waits until a condition holds. */
async function until(condition: () => boolean): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS;
  while (!condition() && Date.now() < end) await setTimeout(50);
  return condition();
}

/** All descendants of a process, as Linux lists them. */
function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const [, parent] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const siblings = children.get(Number(parent)) ?? [];
      children.set(Number(parent), [...siblings, Number(name)]);
    } catch {
      // It ended between the two reads.
    }
  }
  const below = (one: number): number[] => (children.get(one) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

describe.runIf(process.platform === 'linux')('what a bench starts', { timeout: 3 * PATIENCE_MS }, () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'ends with it, whether it is our own or another program, when its loader is ended by %s',
    async (signal) => {
      const owner = start(join(ROOT, 'test', 'fixtures', 'bench', 'owner.ts'));
      let output = '';
      owner.stdout?.on('data', (text: Buffer) => (output += text.toString()));
      expect(await until(() => output.trim().split('\n').length === 2)).toBe(true);
      const all = [...output.trim().split('\n').map(Number), ...descendantsOf(owner.pid ?? 0)];
      expect(all.length).toBeGreaterThanOrEqual(5);
      expect(all.every(isAlive)).toBe(true);
      owner.kill(signal);
      expect(await until(() => !all.some(isAlive))).toBe(true);
    },
  );

  it('ends at once when its owner was gone before it began to look', async () => {
    const watch = pathToFileURL(join(ROOT, 'bench', 'owned', 'watch-parent.mjs')).href;
    const args = ['--import', watch, '-e', 'setInterval(() => undefined, 1000)'];
    const orphan = spawn(process.execPath, args, { env: { ...process.env, BENCH_OWNER: '1' }, stdio: 'ignore' });
    started.push(orphan);
    expect(await until(() => orphan.signalCode !== null)).toBe(true);
    expect(orphan.signalCode).toBe('SIGKILL');
  });

  it.each([
    ['bench/import.ts', '--rows', '50000', '--no-estimate', '--json'],
    ['test/external-send/run.ts', '--calls', '10', '--json'],
    ['test/crash/run.ts', '--kills', '1', '--recipients', '1000', '--json'],
  ])('U1 ends with %s too, in the middle of starting a backend', async (...script) => {
    const bench = start(...script);
    const runsBackend = (pid: number): boolean => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bonghwa.js');
      } catch {
        return false;
      }
    };
    // Of the import: itself, its reaper, the backend, and what the backend starts in turn.
    const begun = (pids: readonly number[]): boolean =>
      script[0] === 'bench/import.ts' ? pids.length >= 4 : pids.some(runsBackend);
    expect(await until(() => begun(descendantsOf(bench.pid ?? 0)))).toBe(true);
    const all = descendantsOf(bench.pid ?? 0);
    bench.kill('SIGTERM');
    await until(() => !all.some(isAlive));
    expect(all.filter(isAlive).map(commandOf)).toEqual([]);
  });
});
