import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const LOADER = pathToFileURL(join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const SOURCE = pathToFileURL(join(ROOT, 'src', 'cli', 'until-interrupted.ts')).href;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interrupted-'));
  const script = `
    import { untilInterrupted } from ${JSON.stringify(SOURCE)};
    const open = setInterval(() => undefined, 1000);
    process.stdout.write('running as ' + process.pid + '\\n');
    await untilInterrupted();
    clearInterval(open);
  `;
  await writeFile(join(folder, 'wait.mjs'), script);
  const scripts = { start: `node --import ${LOADER} wait.mjs` };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'waiting', private: true, scripts }));
});
afterAll(() => rm(folder, { recursive: true }));

function pidIn(child: ChildProcess): Promise<number> {
  return new Promise((found, refuse) => {
    let text = '';
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      const pid = /running as (\d+)/.exec(text)?.[1];
      if (pid !== undefined) found(Number(pid));
    });
    child.once('exit', () => refuse(new Error(`It ended early: ${text}`)));
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('U1 what npm started', { timeout: 60_000 }, () => {
  it('ends when npm is asked to end', async () => {
    const npm = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = await pidIn(npm);
    npm.kill('SIGTERM');
    try {
      await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
    } finally {
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});
