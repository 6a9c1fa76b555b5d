/**
 * Measures `recordEvents`: `npm run bench:events [-- --events 300000 --warm-up 30 --seconds 15 --lanes 6 --json]`. First
 * the use case alone with stores in memory, by the CPU time of one core; then signed calls of a hundred events to the
 * offline sandbox. A shop's customers, 5 % of what they do told twice. What is measured is a backend that runs: it begins
 * when all customers have done something before. Fails below a target, or when an answer is another than the one due.
 */
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import * as z from 'zod';
import { inParallel } from '../src/app/in-parallel.ts';
import { createServerClient } from '../src/server/index.ts';
import { startApiWorld } from '../test/api-world.ts';
import { callsOf, counter, peopleOf } from './events/calls.ts';
import { endWithParent, removeAtEnd } from './owned/index.ts';

/** Events for each second of a core, and for each second through the sandbox. */
const TARGETS = { perCoreSecond: 20_000, perSecond: 2_000 };
const CUSTOMERS_PER_CALL = 100;
const aloneShape = z.object({ events: z.int(), perCoreSecond: z.number() });

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '300000' },
    'warm-up': { type: 'string', default: '30' },
    seconds: { type: 'string', default: '15' },
    lanes: { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
  },
});
const [warmUpSeconds, seconds, lanes] = [Number(values['warm-up']), Number(values.seconds), Number(values.lanes)];
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

endWithParent();
const alone = await measureAlone();
say(`the use case alone: ${alone.perCoreSecond} events for each second of a core (target ${TARGETS.perCoreSecond})`);
const sandbox = await measureSandbox();
say(`through the sandbox: ${sandbox.perSecond} events/s in ${sandbox.seconds} s (target ${TARGETS.perSecond})`);
const pass = alone.perCoreSecond >= TARGETS.perCoreSecond && sandbox.perSecond >= TARGETS.perSecond;
say(pass ? 'PASS' : 'FAIL');
if (values.json) process.stdout.write(`${JSON.stringify({ alone, sandbox, targets: TARGETS, pass })}\n`);
process.exit(pass ? 0 : 1);

/** The use case as a function has it: bundled as Amplify does it, and nothing else in the process. */
async function measureAlone(): Promise<z.infer<typeof aloneShape>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-events-'));
  removeAtEnd(folder);
  const outfile = join(folder, 'alone.mjs');
  const entryPoints = [join(import.meta.dirname, 'events', 'alone.ts')];
  await build({ entryPoints, outfile, bundle: true, minify: true, platform: 'node', target: 'node20', format: 'esm' });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile, values.events]);
  return aloneShape.parse(JSON.parse(stdout));
}

async function measureSandbox(): Promise<{
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
}> {
  const world = await startApiWorld();
  try {
    const { shop, url, asAdmin } = world;
    const client = await createServerClient({
      url,
      auth: { kind: 'TOKEN', clientId: shop.clientId, keyId: shop.keyId, key: { privateKey: shop.material } },
    });
    const calls = [...callsOf((warmUpSeconds + seconds) * TARGETS.perSecond * 4, Date.now())];
    const people = peopleOf(calls);
    const starts = Array.from(
      { length: Math.ceil(people.length / CUSTOMERS_PER_CALL) },
      (_, n) => n * CUSTOMERS_PER_CALL,
    );
    await inParallel(starts, lanes, async (start) => {
      const customers = people.slice(start, start + CUSTOMERS_PER_CALL).map((id) => JSON.stringify({ id }));
      const query = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
      const { message } = await asAdmin(query, { customers });
      if (message !== '') throw new Error(message);
    });
    let next = 0;
    const callFor = async (wanted: number): Promise<{ readonly events: number; readonly took: number }> => {
      const seen = counter();
      const began = performance.now();
      const lane = async (): Promise<void> => {
        while (performance.now() - began < wanted * 1_000) {
          const call = calls[next];
          if (call === undefined) throw new Error('There are no more events: make more.');
          next += 1;
          seen.see(await client.recordEvents(call));
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      return { events: seen.sum(), took: (performance.now() - began) / 1_000 };
    };
    await callFor(warmUpSeconds);
    const { events, took } = await callFor(seconds);
    return { events, seconds: Number(took.toFixed(1)), perSecond: Math.round(events / took) };
  } finally {
    await world.backend.stop();
  }
}
