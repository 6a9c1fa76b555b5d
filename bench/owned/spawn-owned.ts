import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const GUARD = join(import.meta.dirname, 'guard.mjs');
const REAPER = join(import.meta.dirname, 'reaper.mjs');
const WATCH_PARENT = pathToFileURL(join(import.meta.dirname, 'watch-parent.mjs')).href;

export type OwnedOptions = {
  readonly cwd?: string;
  /** What becomes of its standard output and errors. */
  readonly output?: 'pipe' | 'ignore' | 'inherit';
  readonly errors?: 'pipe' | 'ignore' | 'inherit';
};

/** Starts a Node process that ends with this one, however this one ends: asked to, interrupted, or killed. */
export function spawnNode(args: readonly string[], options: OwnedOptions = {}): ChildProcess {
  // Before the child is: between the two this process may be ended as well.
  reaper ??= startReaper();
  const child = start(['--import', WATCH_PARENT, ...args], options);
  if (child.pid !== undefined) tellReaper(reaper, child, child.pid);
  return child;
}

/**
 * The same for any other program; the process that is answered is its guard, through which SIGTERM and exit codes pass.
 * The reaper is not told of it: a guard that is killed leaves its program behind, and by itself it ends both.
 */
export function spawnProgram(command: string, args: readonly string[], options: OwnedOptions = {}): ChildProcess {
  return start([GUARD, command, ...args], options);
}

function start(args: readonly string[], { cwd, output = 'pipe', errors = 'inherit' }: OwnedOptions): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['pipe', output, errors],
    env: { ...process.env, BENCH_OWNER: `${process.pid}` },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

let reaper: Socket | undefined;

/** Starts what ends our Node processes from outside of them when this one is gone; answers its input. */
function startReaper(): Socket {
  // A group of its own: what is sent to all of ours, a SIGKILL too, is not to end the one that clears up after it.
  const child = spawn(process.execPath, [REAPER, `${process.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // A reaper that did not start or was ended is no reason to fail: most processes end without it.
  child.once('error', () => undefined);
  const input = child.stdin as Socket;
  input.on('error', () => undefined);
  // It waits for this process to end, so this one must not wait for it.
  child.unref();
  input.unref();
  return input;
}

function tellReaper(input: Socket, child: ChildProcess, pid: number): void {
  input.write(`${pid}\n`);
  child.once('exit', () => input.write(`-${pid}\n`));
}

/** Runs a Node process to its end as `spawnNode` does; answers what it printed. Throws when it fails. */
export async function runNode(args: readonly string[], options: Pick<OwnedOptions, 'cwd'> = {}): Promise<string> {
  const child = spawnNode(args, { ...options, errors: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  if (code === 0) return output;
  throw new Error(`node ${args.join(' ')} ended with ${code ?? signal}:\n${errors}`);
}
