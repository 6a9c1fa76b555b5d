/**
 * Measures the delivery engine: over an in-memory store beside BullMQ, through the sandbox's embedded store, and what a
 * million recipients use of AWS. `npm run bench:delivery [-- --recipients 6400000 --embedded 60000 --json]`. Fails when
 * a target is missed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { OWN_BACKEND } from '../src/cli/own-backend.ts';
import { readAssembly } from '../src/offline/assembly/read-assembly.ts';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { bundle, measureScript, runScript, source } from './delivery/child.ts';
import { deployedNodeOptions } from './delivery/deployed-names.ts';
import { printReport } from './delivery/print-report.ts';
import { startRedis } from './delivery/redis.ts';
import {
  drainSchema,
  embeddedSchema,
  engineSchema,
  receiptSchema,
  sandboxSchema,
  type PeerRun,
} from './delivery/results.ts';
import { startServing } from './delivery/serve.ts';
import { CONCURRENCY } from './delivery/settings.ts';
import { judge, perMillion } from './delivery/targets.ts';
import { endWithParent, removeAtEnd } from './owned/index.ts';

/** A provider call takes 100; a tenth of the run must still be whole calls. */
const STEP = 1_000;
const PER_CALL = 100;

const { values } = parseArgs({
  options: {
    recipients: { type: 'string', default: '6400000' },
    embedded: { type: 'string', default: '60000' },
    json: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);
const recipients = wholeCalls('--recipients', values.recipients, STEP);
const embeddedRecipients = wholeCalls('--embedded', values.embedded, PER_CALL);

endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
removeAtEnd(folder);
try {
  await installPeer();
  const assembly = await synthesizeBackend();
  // The engine runs as it is deployed, and its peer with the same.
  const nodeOptions = deployedNodeOptions(readAssembly(assembly, { endpointUrl: 'http://127.0.0.1:1' }));
  const engine = await bundle('run-engine', folder);
  say(`Engine over an in-memory store, ${recipients / 10} recipients ...`);
  const tenth = await measureScript(engine, [recipients / 10], engineSchema, nodeOptions);
  say(`Engine over an in-memory store, ${recipients} recipients ...`);
  const full = await measureScript(engine, [recipients], engineSchema, nodeOptions);
  const peer = await measurePeer(recipients / PER_CALL, nodeOptions);
  const embedded = await measureEmbedded(assembly);
  say('The same through the whole sandbox ...');
  const sandbox = await measureScript(source('run-sandbox.ts'), [assembly, folder, embeddedRecipients], sandboxSchema);
  const receipts = await measureReceipts(assembly);
  const results = { tenth, full, peer, embedded, sandbox, receipts };
  const targets = judge(results);
  const pass = targets.every((target) => target.pass !== false);
  say(`\n${printReport(results, targets)}`);
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...results, perMillion: perMillion(embedded), targets, pass })}\n`);
  }
  process.exitCode = pass ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function wholeCalls(option: string, text: string, step: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value % step === 0) return value;
  throw new Error(`${option} ${text}: give a multiple of ${step}.`);
}

async function installPeer(): Promise<void> {
  if (existsSync(join(import.meta.dirname, 'node_modules', 'bullmq'))) return;
  say('Installing the peer into bench/node_modules (once, about a minute) ...');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: import.meta.dirname });
}

/** BullMQ on a Redis of its own: one process fills the queue, a fresh one drains it. */
async function measurePeer(batches: number, nodeOptions: readonly string[]): Promise<PeerRun> {
  const redis = await startRedis(say);
  try {
    say(`BullMQ, the same ${batches} batches ...`);
    const script = source('peer-queue.mjs');
    await runScript(script, ['fill', redis.port, batches]);
    const before = await redis.cpuSeconds();
    const drained = await measureScript(script, ['drain', redis.port, batches, CONCURRENCY], drainSchema, nodeOptions);
    const redisCpuSeconds = (await redis.cpuSeconds()) - before;
    const { recipients: count, resident, seconds, cpuSeconds } = drained;
    return {
      recipients: count,
      drain: { seconds, cpuSeconds },
      redisCpuSeconds,
      memory: { worker: resident, redis: await redis.peakMemory() },
    };
  } finally {
    await redis.stop();
  }
}

async function synthesizeBackend(): Promise<string> {
  const result = await synthesize(OWN_BACKEND);
  if (!result.ok) throw new Error(result.error.message);
  return result.assemblyFolder;
}

async function measureReceipts(assembly: string) {
  say('Receipts of 10,000 and of 1,000,000 recipients ...');
  const store = await startServing(source('serve-store.ts'), [assembly, join(folder, 'receipts')]);
  try {
    return await measureScript(await bundle('receipt-units', folder), [assembly, store.url], receiptSchema);
  } finally {
    await store.stop();
  }
}

/** The store's folder is the sandbox's: the customers written here are there when the sandbox starts on it. */
async function measureEmbedded(assembly: string) {
  const script = await bundle('run-embedded', folder);
  say(`Engine through the embedded store, ${embeddedRecipients} recipients ...`);
  const store = await startServing(source('serve-store.ts'), [assembly, join(folder, 'state')]);
  try {
    return await measureScript(script, [assembly, store.url, embeddedRecipients], embeddedSchema);
  } finally {
    await store.stop();
  }
}
