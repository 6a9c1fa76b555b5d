/**
 * Plans a campaign for everybody in the sandbox's embedded store: `npm run bench:planning [-- --customers 1000000 --json]`.
 * Every customer is read, decided, and written into a chunk or a list, by two processes as by two concurrent functions,
 * beside the process of the store. Fails below the target.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { OWN_BACKEND } from '../src/cli/own-backend.ts';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { BLOCK, recipientsOf } from './delivery/audience.ts';
import { bundle, measureScript, source } from './delivery/child.ts';
import { startServing } from './delivery/serve.ts';
import { endWithParent, removeAtEnd, spawnNode } from './owned/index.ts';

const TARGET = 10_000;

const plannedSchema = z.object({
  customers: z.number(),
  included: z.number(),
  planning: z.object({ seconds: z.number() }),
});

const { values } = parseArgs({
  options: { customers: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
});
const say = (text: string): void => void (values.json ? process.stderr : process.stdout).write(`${text}\n`);
const wanted = Number(values.customers);
if (!Number.isSafeInteger(wanted) || wanted < BLOCK) throw new Error(`--customers takes a number from ${BLOCK}.`);

endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
removeAtEnd(folder);
try {
  const built = await synthesize(OWN_BACKEND);
  if (!built.ok) throw new Error(built.error.message);
  const script = await bundle('run-embedded', folder);
  const store = await startServing(source('serve-store.ts'), [built.assemblyFolder, join(folder, 'state')]);
  try {
    say(`Writing ${wanted} customers, then planning ...`);
    const args = [built.assemblyFolder, store.url, recipientsOf(wanted)];
    const second = spawnNode([script, ...args.map(String), 'WORK'], { output: 'ignore', errors: 'ignore' });
    const { customers, included, planning } = await measureScript(script, [...args, 'PLAN'], plannedSchema).finally(
      () => second.kill(),
    );
    const customersPerSecond = Math.round(customers / planning.seconds);
    const pass = customersPerSecond >= TARGET;
    say(`${customers} customers planned, ${included} included, in ${planning.seconds.toFixed(1)} s`);
    say(`${loadavg()[0]?.toFixed(1)} processes wanted the CPU in the last minute; ours are three`);
    say(`${customersPerSecond} customers/s (target ${TARGET} or more): ${pass ? 'PASS' : 'FAIL'}`);
    if (values.json) {
      process.stdout.write(
        `${JSON.stringify({ customers, included, ...planning, customersPerSecond, target: TARGET, pass })}\n`,
      );
    }
    process.exitCode = pass ? 0 : 1;
  } finally {
    await store.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
