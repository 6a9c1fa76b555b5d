/**
 * Rehearsal against reality: `npm run test:rehearsal -- [--worlds 30] [--customers 1000000] [--json]`. In each of some
 * seeded worlds a run is foretold and then happens; and a run for a million customers is foretold by the use case itself,
 * over stores in memory. Fails when fewer than nine worlds of ten hold what was foretold, or the answer takes longer than 10 s.
 */
import { parseArgs } from 'node:util';
import { foretellMillion } from './foretell-million.ts';
import { foretellWorlds } from './foretell-worlds.ts';

const MIN_RIGHT_PERCENT = 90;
const MAX_SECONDS = 10;
/** Intervals that are right because they say nothing would be no forecast. */
const MAX_MEAN_WIDTH = 0.25;

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '30' },
    customers: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const count = (name: 'worlds' | 'customers'): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a number from 1.`);
  return number;
};

const foretold = foretellWorlds(count('worlds'));
const customers = count('customers');
const million = await foretellMillion(customers);
const missed = [
  ...(foretold.right * 100 < foretold.worlds * MIN_RIGHT_PERCENT
    ? foretold.wrong.map(({ seed, what }) => `world ${seed}: ${what.join('; ')}`)
    : []),
  ...(foretold.meanWidth > MAX_MEAN_WIDTH
    ? [`intervals are ${foretold.meanWidth.toFixed(2)} of what is expected`]
    : []),
  ...(million.seconds > MAX_SECONDS
    ? [`an answer for ${customers} customers took ${million.seconds.toFixed(1)} s`]
    : []),
  ...(million.krwMicros === null ? [`the cost for ${customers} customers is unknown`] : []),
];
say(
  `${foretold.right} of ${foretold.worlds} worlds hold the cost and the numbers of every wave; intervals are ` +
    `${(foretold.meanWidth * 100).toFixed(1)} % of what is expected, ${(foretold.reasonsHeld * 100).toFixed(1)} % of the ` +
    'reasons lie in theirs',
);
say(
  `${customers} customers (a sample of ${million.sampled}, the use case over stores in memory): ${million.seconds.toFixed(1)} s`,
);
for (const what of missed) say(`MISSED ${what}`);
const ok = missed.length === 0;
say(ok ? 'PASS' : 'FAIL');
if (values.json) process.stdout.write(`${JSON.stringify({ ok, ...foretold, customers, million, missed })}\n`);
process.exitCode = ok ? 0 : 1;
