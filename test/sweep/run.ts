/**
 * One sweep of a store that holds years of jobs: `npm run test:sweep [-- --finished 1000000 --abandoned 1000 --json]`.
 * Fails when it uses more than 100 request units, or when something that is due is not rung for.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent, removeAtEnd } from '../../bench/owned/index.ts';
import { sweepFullStore } from './sweep-full-store.ts';

const MAX_UNITS = 100;

const { values } = parseArgs({
  options: {
    finished: { type: 'string', default: '1000000' },
    abandoned: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const count = (name: 'finished' | 'abandoned'): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a number from 1.`);
  return number;
};

endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'sweep-'));
removeAtEnd(folder);
try {
  const { rung, wanted, ...swept } = await sweepFullStore({
    finished: count('finished'),
    abandoned: count('abandoned'),
    folder,
    say,
  });
  const units = swept.readUnits + swept.writeUnits;
  const missed = wanted.filter((shard) => !rung.includes(shard));
  const pass = units <= MAX_UNITS && missed.length === 0 && swept.damaged.length === 1;
  say(`${swept.rows} jobs; one sweep used ${swept.readUnits} read and ${swept.writeUnits} write units`);
  say(`${wanted.length - missed.length} of ${wanted.length} shards that were due were rung for`);
  say(`${swept.damaged.length} damaged row was set aside; the next sweep looked at ${swept.next.due} jobs`);
  say(`${units} units (${MAX_UNITS} or less): ${pass ? 'PASS' : 'FAIL'}`);
  const report = { ...swept, wanted: wanted.length, rung: wanted.length - missed.length, units, pass };
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = pass ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
