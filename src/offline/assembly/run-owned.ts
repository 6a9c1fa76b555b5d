import { spawn, type ChildProcess } from 'node:child_process';

export interface OwnedProcess {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Enough of what a process complained of to explain its failure. */
const MAX_ERRORS = 100_000;

/**
 * Runs a Node process to its end; what it printed to standard error is the answer's. It leads a process group, which is
 * ended with this process: at once when this one exits, by the child's own look-out (watch-parent.mjs) when it is killed.
 */
export function runOwned({
  args,
  cwd,
  env,
}: OwnedProcess): Promise<{ readonly code: number | null; readonly errors: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-MAX_ERRORS);
    });
    const endWithParent = (): void => endGroup(child);
    process.once('exit', endWithParent);
    child.once('error', fail);
    child.once('close', (code) => {
      process.off('exit', endWithParent);
      done({ code, errors });
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
