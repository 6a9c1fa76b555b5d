/**
 * Many servers call at once, repeat themselves, and lose their answers, while the backend is killed again and again:
 * `npm run test:external-send [-- --calls 5000 --callers 20 --kills 3 --json]`. Every distinct key must be sent exactly
 * once, or be visibly in doubt; and nothing twice.
 */
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { openSession } from '../../src/cli/graphql-session.ts';
import { LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { probePort } from '../../src/offline/sandbox/find-port.ts';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { endWithParent, removeAtEnd } from '../../bench/owned/index.ts';
import { runCommand, type RunningCommand } from '../running-command.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '5000' },
    callers: { type: 'string', default: '20' },
    kills: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const CALLS = Number(values.calls);
const CALLERS = Number(values.callers);
const KILLS = Number(values.kills);
/** Of all calls, those that name a message which another call has named already. */
const REPEATED = 0.3;
/** Calls whose caller loses patience before the answer comes, and asks again. */
const IMPATIENT = 0.1;
const IMPATIENT_MS = 150;
/** After the last answer: leases run out after 30 s, and the sweeper comes every minute. */
const SILENCE_MS = 150_000;

const page = z.object({ messages: z.array(z.object({ address: z.string() })), nextBefore: z.number().optional() });

const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'external-send-'));
removeAtEnd(folder);
const port = (await probePort(0)) ?? 0;
const url = `http://127.0.0.1:${port}`;

let running: RunningCommand = await start();
const { patient, impatient } = await register();
const keys = Array.from({ length: Math.ceil(CALLS * (1 - REPEATED)) }, (_, index) => ({
  idempotencyKey: randomUUID(),
  address: `server-token-${index}`,
}));
const jobs = new Map<string, string>();
const startedAt = performance.now();
let begun = 0;
let killed = 0;
let restarting: Promise<void> | undefined;

await Promise.all(Array.from({ length: CALLERS }, caller));
await restarting;
const seconds = (performance.now() - startedAt) / 1000;
say(`${CALLS} calls of ${keys.length} messages answered in ${seconds.toFixed(0)} s, through ${killed} kills.`);
const counts = await countSent();
const unsent = keys.filter(({ address }) => !counts.has(address));
const jobsUnsent = await Promise.all(unsent.map(jobOf));
for (const job of jobsUnsent) say(`not in the outbox: ${JSON.stringify(job)}`);
const doubtful = jobsUnsent.filter((job) => job?.inDoubt === 1).length;
const duplicates = [...counts.values()].filter((count) => count > 1).length;
const lost = unsent.length - doubtful;
const pass = duplicates === 0 && lost === 0 && jobs.size === keys.length && killed === KILLS;
const result = { calls: CALLS, messages: keys.length, sent: counts.size, doubtful, lost, duplicates, kills: killed };
say(
  `sent once ${counts.size - duplicates}, in doubt ${doubtful}, lost ${lost}, twice ${duplicates}. ${pass ? 'PASS' : 'FAIL'}`,
);
if (values.json)
  process.stdout.write(`${JSON.stringify({ ...result, callsPerSecond: Math.round(CALLS / seconds), pass })}\n`);
running.child.kill('SIGKILL');
await rm(folder, { recursive: true, force: true });
process.exit(pass ? 0 : 1);

async function start(): Promise<RunningCommand> {
  const command = runCommand(['start', '--port', String(port), '--data', join(folder, 'data')], folder);
  await command.waitFor(/Ready\./);
  return command;
}

async function caller(): Promise<void> {
  for (let number = begun++; number < CALLS; number = begun++) {
    killWhenDue(number);
    // The first calls name every message once; those after them, in random order, repeat some.
    const message = keys[number < keys.length ? number : Math.floor(Math.random() * keys.length)];
    if (message === undefined) continue;
    const { idempotencyKey, address } = message;
    const input = {
      messageClass: 'TRANSACTIONAL',
      idempotencyKey,
      content: { channel: 'PUSH', title: '주문', body: '접수' },
      recipients: [{ address, channelType: 'GCM' }],
    } as const;
    if (Math.random() < IMPATIENT) void (await impatient.sendMessages(input).catch(() => null));
    const { jobId } = await patient.sendMessages(input);
    const before = jobs.get(idempotencyKey);
    if (before !== undefined && before !== jobId) throw new Error(`The key of ${before} was answered with ${jobId}.`);
    jobs.set(idempotencyKey, jobId);
  }
}

function killWhenDue(number: number): void {
  if (killed >= KILLS || number < (CALLS * (killed + 1)) / (KILLS + 1) || restarting !== undefined) return;
  killed += 1;
  say(`kill ${killed} at call ${number}`);
  running.child.kill('SIGKILL');
  restarting = running.exited.then(start).then((restarted) => {
    running = restarted;
    restarting = undefined;
  });
}

async function register(): Promise<{ readonly patient: ServerClient; readonly impatient: ServerClient }> {
  const outputs: unknown = JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8'));
  const session = await openSession(outputs, 'admin@example.com', LOCAL_PASSWORD);
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  await session.call(
    `mutation { saveApiClient(clientId: "crowd", name: "crowd", isActive: true, cidrs: ["127.0.0.0/8"], operations: [SEND_MESSAGES], templateIds: [], mayInline: true, messagesPerDay: 1000000, recipientsPerMinute: 1000000) { clientId } }`,
    {},
    z.unknown(),
  );
  await session.call(
    'mutation ($x: String) { addApiKey(clientId: "crowd", keyId: "k", algorithm: EdDSA, publicKey: $x) { secret } }',
    { x: (await exportJWK(publicKey)).x },
    z.object({}),
  );
  await session.close();
  const auth = {
    kind: 'TOKEN',
    clientId: 'crowd',
    keyId: 'k',
    key: { privateKey: await exportPKCS8(privateKey) },
  } as const;
  return {
    patient: await createServerClient({ url: `${url}/graphql`, auth, maxTries: 60 }),
    impatient: await createServerClient({ url: `${url}/graphql`, auth, maxTries: 1, timeoutMs: IMPATIENT_MS }),
  };
}

/** How often each address was sent to, once nothing has been sent for long enough or everything was. */
async function countSent(): Promise<ReadonlyMap<string, number>> {
  let counted = new Map<string, number>();
  let changedAt = Date.now();
  while (counted.size < keys.length && Date.now() - changedAt < SILENCE_MS) {
    await setTimeout(5_000);
    const next = await readOutbox();
    if (next.size !== counted.size) changedAt = Date.now();
    counted = next;
  }
  // A second message would come last.
  await setTimeout(5_000);
  return readOutbox();
}

async function readOutbox(): Promise<Map<string, number>> {
  const counted = new Map<string, number>();
  let before: number | undefined;
  do {
    const query = before === undefined ? '' : `&before=${before}`;
    const { messages, nextBefore } = page.parse(
      await (await fetch(`${url}/_sandbox/outbox?limit=1000${query}`)).json(),
    );
    for (const { address } of messages) counted.set(address, (counted.get(address) ?? 0) + 1);
    before = nextBefore;
  } while (before !== undefined);
  return counted;
}

async function jobOf({ idempotencyKey }: { readonly idempotencyKey: string }) {
  const jobId = jobs.get(idempotencyKey);
  return jobId === undefined ? null : patient.readJob(jobId);
}
