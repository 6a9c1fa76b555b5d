/**
 * Compares the offline sandbox with its nearest peer on the same synthesized pipeline, store and sign-in:
 * `npm run bench:graphql [-- --rounds 3 --seconds 10 --json --assembly <folder>]`. Fails below the target ratio.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { endWithParent, removeAtEnd, runNode, spawnNode } from './owned/index.ts';

const TARGET = 5;
const CONNECTIONS = 10;
const ROOT = resolve(import.meta.dirname, '..');
const WARM_UP_SECONDS = 3;

const run = promisify(execFile);
const servingSchema = z.object({ url: z.string(), token: z.string(), body: z.string() });
const loadSchema = z.object({
  requests: z.object({ average: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  errors: z.number(),
  timeouts: z.number(),
  non2xx: z.number(),
});
const answerSchema = z.object({
  data: z.record(z.string(), z.looseObject({ id: z.string() })),
  errors: z.undefined().optional(),
});

type Serving = z.infer<typeof servingSchema>;
interface Measurement {
  readonly rps: number;
  readonly p50: number;
  readonly p99: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    assembly: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
await installPeer();
const assembly = values.assembly ?? (await synthesizeBackend());
const measured: Record<'ours' | 'peer', Measurement[]> = { ours: [], peer: [] };
for (let round = 1; round <= Number(values.rounds); round += 1) {
  // Alternating, so that a noisy minute of the machine does not fall on one of the two.
  for (const [name, file] of [
    ['ours', 'server-ours.ts'],
    ['peer', 'server-peer.mjs'],
  ] as const) {
    const result = await measure(file, assembly, Number(values.seconds));
    measured[name].push(result);
    say(`round ${round}  ${name}  ${result.rps.toFixed(0)} req/s  p50 ${result.p50} ms  p99 ${result.p99} ms`);
  }
}
const ours = median(measured.ours);
const peer = median(measured.peer);
const ratio = Number((ours.rps / peer.rps).toFixed(2));
const pass = ratio >= TARGET;
say(
  `median  ours ${ours.rps.toFixed(0)} req/s, peer ${peer.rps.toFixed(0)} req/s: ${ratio} times (target ${TARGET}) ${pass ? 'PASS' : 'FAIL'}`,
);
if (values.json) process.stdout.write(`${JSON.stringify({ ours, peer, ratio, target: TARGET, pass })}\n`);
process.exitCode = pass ? 0 : 1;

async function installPeer(): Promise<void> {
  if (existsSync(join(import.meta.dirname, 'node_modules', '@aws-amplify', 'amplify-appsync-simulator'))) return;
  say('Installing the peer into bench/node_modules (once, about a minute) ...');
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: import.meta.dirname });
}

async function synthesizeBackend(): Promise<string> {
  const result = await synthesize({
    backendFile: join(ROOT, 'amplify', 'backend.ts'),
    sourceRoots: ['amplify', 'src/domain', 'src/app', 'src/adapters'].map((path) => join(ROOT, path)),
    cacheFolder: join(ROOT, '.bonghwa', 'assemblies'),
  });
  if (!result.ok) throw new Error(result.error.message);
  return result.assemblyFolder;
}

/** Starts one server in a process of its own, loads it, and ends it. */
async function measure(file: string, assemblyFolder: string, seconds: number): Promise<Measurement> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bench-'));
  removeAtEnd(dataFolder);
  const server = spawnNode(['--import', 'tsx', join(import.meta.dirname, file), assemblyFolder, dataFolder], {
    cwd: ROOT,
  });
  try {
    const serving = await firstLine(server);
    await checkAnswer(serving);
    await load(serving, WARM_UP_SECONDS);
    const result = await load(serving, seconds);
    await checkAnswer(serving);
    if (result.errors + result.timeouts + result.non2xx > 0)
      throw new Error(`${file} failed requests: ${JSON.stringify(result)}`);
    return { rps: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
  } finally {
    server.kill();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function firstLine(server: ChildProcess): Promise<Serving> {
  if (server.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('{"url"')) return servingSchema.parse(JSON.parse(line));
  }
  throw new Error('The server ended before it was listening.');
}

async function checkAnswer({ url, token, body }: Serving): Promise<void> {
  const headers = { authorization: token, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', body, headers });
  const answer: unknown = await response.json();
  if (!answerSchema.safeParse(answer).success) throw new Error(`Not the expected row: ${JSON.stringify(answer)}`);
}

async function load({ url, token, body }: Serving, seconds: number): Promise<z.infer<typeof loadSchema>> {
  const autocannon = join(import.meta.dirname, 'node_modules', 'autocannon', 'autocannon.js');
  const headers = [`authorization=${token}`, 'content-type=application/json'].flatMap((header) => ['-H', header]);
  const options = ['--json', '-c', String(CONNECTIONS), '-d', String(seconds), '-m', 'POST', '-b', body, ...headers];
  return loadSchema.parse(JSON.parse(await runNode([autocannon, ...options, url])));
}

function median(measurements: readonly Measurement[]): Measurement {
  const of = (pick: (one: Measurement) => number): number => {
    const sorted = measurements.map(pick).sort((one, other) => one - other);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle === undefined) throw new Error('Nothing was measured.');
    return middle;
  };
  return { rps: of((one) => one.rps), p50: of((one) => one.p50), p99: of((one) => one.p99) };
}
