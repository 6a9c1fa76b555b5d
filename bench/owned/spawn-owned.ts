import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const GUARD = join(import.meta.dirname, 'guard.mjs');
const WATCH_PARENT = pathToFileURL(join(import.meta.dirname, 'watch-parent.mjs')).href;

export type OwnedOptions = {
  readonly cwd?: string;
  /** What becomes of its standard output and errors. */
  readonly output?: 'pipe' | 'ignore' | 'inherit';
  readonly errors?: 'pipe' | 'ignore' | 'inherit';
};

/** Starts a Node process that ends with this one, however this one ends: asked to, interrupted, or killed. */
export function spawnNode(args: readonly string[], options: OwnedOptions = {}): ChildProcess {
  return start(['--import', WATCH_PARENT, ...args], options);
}

/** The same for any other program; the process that is answered is its guard, through which SIGTERM and exit codes pass. */
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
