import { execFile, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { spawnProgram } from '../owned/index.ts';

const run = promisify(execFile);
const START_TRIES = 100;

/** A Redis of the bench's own: in memory, on the loopback interface. */
export type Redis = {
  readonly port: number;
  /** The most memory it has used, in bytes. */
  readonly peakMemory: () => Promise<number>;
  /** CPU time of the server until now. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Starts Debian's Redis on a free port; installs it with apt-get when it is missing. */
export async function startRedis(say: (line: string) => void): Promise<Redis> {
  await installRedis(say);
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawnProgram('redis-server', options, { output: 'ignore' });
  const cli = (...command: string[]) => run('redis-cli', ['-h', '127.0.0.1', '-p', String(port), ...command]);
  await untilItAnswers(server, () => cli('PING'));
  return {
    port,
    peakMemory: async () => fieldOf((await cli('INFO', 'memory')).stdout, 'used_memory_peak'),
    cpuSeconds: async () => {
      const { stdout } = await cli('INFO', 'cpu');
      return fieldOf(stdout, 'used_cpu_user') + fieldOf(stdout, 'used_cpu_sys');
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
    },
  };
}

function fieldOf(info: string, name: string): number {
  const line = info.split(/\r?\n/).find((candidate) => candidate.startsWith(`${name}:`));
  if (line === undefined) throw new Error(`Redis does not tell its ${name}.`);
  return Number(line.slice(name.length + 1));
}

async function installRedis(say: (line: string) => void): Promise<void> {
  if (await isInstalled()) return;
  say('Installing redis-server with apt-get (once) ...');
  const isRoot = process.getuid?.() === 0;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'];
  const [file = '', ...rest] = isRoot ? command : ['sudo', '-n', ...command];
  try {
    await run(file, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error('redis-server could not be installed: run `apt-get install redis-server` and start again.', {
      cause: error,
    });
  }
}

async function isInstalled(): Promise<boolean> {
  try {
    await run('redis-server', ['--version']);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilItAnswers(server: ChildProcess, ping: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < START_TRIES; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`redis-server ended at once with ${server.exitCode}.`);
    try {
      await ping();
      return;
    } catch {
      await setTimeout(50);
    }
  }
  server.kill();
  throw new Error('redis-server does not answer.');
}
