import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../../backends-under-test.ts';

let folder: string;
let sandbox: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'owned-'));
  sandbox = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'test/fixtures/slow-backend/start.ts'), folder], {
    cwd: ROOT,
    env: { ...process.env, SLOW_BACKEND_PIDS: join(folder, 'pids') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
});
afterEach(() => {
  sandbox.kill('SIGKILL');
  for (const pid of started()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The synthesis, and the program that it waits for. */
function started(): readonly number[] {
  const file = join(folder, 'pids');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
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

describe.runIf(process.platform === 'linux')('what a sandbox starts', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'ends with it when it is ended by %s in the middle of a synthesis',
    { timeout: 60_000 },
    async (signal) => {
      await expect.poll(started, { timeout: 30_000 }).toHaveLength(2);
      expect(started().map(isAlive)).toEqual([true, true]);
      sandbox.kill(signal);
      await expect.poll(() => started().filter(isAlive), { timeout: 10_000 }).toEqual([]);
    },
  );
});
