/**
 * Measures `sendMessages` with one recipient on the offline sandbox: `npm run bench:api [-- --seconds 10 --lanes 8
 * --json]`. Every call is signed, authorized by the authorizer function, carried out once, and then sent by the engine
 * on the same machine. Beside it, as a yardstick of the machine, a peer that answers a constant. Fails below the target.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { createServerClient } from '../src/server/index.ts';
import { startApiWorld } from '../test/api-world.ts';
import { countRoundTrips, type RoundTrips } from './api/count-round-trips.ts';
import { measureCalls, type CallRate } from './measure-calls.ts';
import { endWithParent, spawnNode } from './owned/index.ts';
import { warmUp } from './warm-up.ts';

/** Of the peer's rate: a call and its sending are a dozen signed requests to the database, there it is a constant. */
const TARGET = 0.04;

/** Round trips to the store: one after another until a call is answered, and all of them with its sending. */
const MAX_CHAIN = 8;
const MAX_IN_ALL = 20;

/** Made once: built anew for each answer it would slow the peer down. */
const helloAnswer = z.object({ data: z.object({ hello: z.literal('hello') }) });

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    lanes: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});
const load = { lanes: Number(values.lanes), seconds: Number(values.seconds) };
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const show = (name: string, rate: CallRate): void =>
  say(`${name}  ${rate.callsPerSecond} calls/s  p50 ${rate.p50} ms  p99 ${rate.p99} ms  (${rate.calls} calls)`);

/** Seconds, of the peer and ours. */
const warmUps: number[] = [];

endWithParent();
const peer = await measurePeer();
show('peer, constant answer', peer);
const { ours, cpuMsPerCall, roundTrips, sentTwice } = await measureOurs();
show('sendMessages', ours);
const ratio = Number((ours.callsPerSecond / peer.callsPerSecond).toFixed(4));
const { chain, untilAnswered, inAll, requests } = roundTrips;
const pass = ratio >= TARGET && sentTwice === 0 && chain <= MAX_CHAIN && inAll <= MAX_IN_ALL;
say(`warmed up until no faster: peer ${warmUps[0] ?? 0} s, ours ${warmUps[1] ?? 0} s`);
say(`CPU time of one call with its sending, its client and the sandbox together: ${cpuMsPerCall} ms`);
say(`requests of one call: ${requests.join(', ')}`);
say(
  `round trips to the store: ${chain} one after another until it is answered (target ${MAX_CHAIN}; ${untilAnswered} with ` +
    `those beside them), ${inAll} in all with its sending (target ${MAX_IN_ALL})`,
);
say(
  `sendMessages is ${ratio} of the yardstick (target ${TARGET}); sent twice: ${sentTwice}. ${pass ? 'PASS' : 'FAIL'}`,
);
if (values.json) {
  const targets = { ratio: TARGET, chain: MAX_CHAIN, inAll: MAX_IN_ALL };
  process.stdout.write(
    `${JSON.stringify({ ours, peer, ratio, cpuMsPerCall, roundTrips, sentTwice, warmUps, targets, pass })}\n`,
  );
}
process.exit(pass ? 0 : 1);

type Ours = {
  readonly ours: CallRate;
  readonly cpuMsPerCall: number;
  readonly roundTrips: RoundTrips;
  readonly sentTwice: number;
};

async function measureOurs(): Promise<Ours> {
  const world = await startApiWorld();
  try {
    const { shop, url, templateId } = world;
    const client = await createServerClient({
      url,
      auth: { kind: 'TOKEN', clientId: shop.clientId, keyId: shop.keyId, key: { privateKey: shop.material } },
    });
    let sent = 0;
    const call = async (): Promise<void> => {
      sent += 1;
      const recipients = [{ address: `token-${sent}`, channelType: 'GCM', substitutions: { Order: String(sent) } }];
      await client.sendMessages({ messageClass: 'TRANSACTIONAL', templateId, recipients });
    };
    warmUps.push(await warmUp(call, load.lanes));
    const { outbox } = world.backend.sandbox;
    const before = { cpu: process.cpuUsage(), sent: outbox.count() };
    const ours = await measureCalls(call, load);
    const { user, system } = process.cpuUsage(before.cpu);
    // A call and a sending cost about the same: what the queue still holds at the end is paid for by half.
    const worked = (ours.calls + outbox.count() - before.sent) / 2;
    const cpuMsPerCall = Number(((user + system) / 1000 / worked).toFixed(2));
    while (outbox.count() < sent) await setTimeout(50);
    const roundTrips = await countRoundTrips(call, () => outbox.count() === sent);
    const addresses = [...outbox.all()].map(({ address }) => address);
    return { ours, cpuMsPerCall, roundTrips, sentTwice: addresses.length - new Set(addresses).size };
  } finally {
    await world.backend.stop();
  }
}

async function measurePeer(): Promise<CallRate> {
  if (!existsSync(join(import.meta.dirname, 'node_modules', '@aws-amplify', 'amplify-appsync-simulator'))) {
    say('Installing the peer into bench/node_modules (once, about a minute) ...');
    await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: import.meta.dirname });
  }
  const file = join(import.meta.dirname, 'server-peer-trivial.mjs');
  const server = spawnNode([file]);
  try {
    const url = await firstUrl(server);
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'bench' },
      body: JSON.stringify({ query: '{ hello }' }),
    };
    const call = async (): Promise<void> => {
      const answer: unknown = await (await fetch(url, request)).json();
      helloAnswer.parse(answer);
    };
    warmUps.push(await warmUp(call, load.lanes));
    return await measureCalls(call, load);
  } finally {
    server.kill();
  }
}

async function firstUrl(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('The peer has no output.');
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('{"url"')) return z.object({ url: z.string() }).parse(JSON.parse(line)).url;
  }
  throw new Error('The peer ended before it was listening.');
}
