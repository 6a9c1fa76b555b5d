/**
 * A simulated month: `npm run test:month -- [--customers 50000] [--seeds 100] [--json]`. One run of three waves with a
 * holdout of a tenth goes through the sandbox on a clock that is moved, and what is in the outbox is held against what was
 * promised; then the same people live through it in memory, seed by seed, and the reported lift is held against the truth.
 * Fails when anything is missed.
 */
import { parseArgs } from 'node:util';
import { endWithParent } from '../../bench/owned/index.ts';
import { countLiftSeeds } from './lift-seeds.ts';
import { runMonth } from './run-month.ts';

/** Of a hundred seeds the interval, which is one of 95 %, holds the truth in so many at least. */
const HOLDS_PERCENT = 90;

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '50000' },
    seeds: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const count = (name: 'customers' | 'seeds'): number => {
  const number = Number(values[name]);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a number from 1.`);
  return number;
};
const [customers, seeds] = [count('customers'), count('seeds')];

endWithParent();
const { missed: missedOfMonth, ...month } = await runMonth(customers, say);
const lift = countLiftSeeds(seeds, customers);
const missed = [
  ...missedOfMonth,
  ...(lift.holds * 100 < seeds * HOLDS_PERCENT
    ? [`the lift's interval holds the truth in ${lift.holds} of ${seeds}`]
    : []),
];
say(
  `${month.messages.join(' + ')} messages in three waves to ${customers - month.heldOut} people, ${month.heldOut} held out`,
);
say(`${month.returned} came back; ${month.leftBecauseBack} left the run by it before a wave`);
say(`${month.held} were held for a night, ${month.atNight} had agreed to be sent to in theirs`);
say(`₩${month.costKrw} of ₩${month.budgetKrw}; ${month.overBudget} were out of the budget`);
say(
  `in memory: of ${seeds} seeds ${lift.holds} hold the true lift, ${lift.below} lie above and ${lift.above} below it`,
);
for (const what of missed) say(`MISSED ${what}`);
const ok = missed.length === 0;
say(ok ? 'PASS' : 'FAIL');
if (values.json) process.stdout.write(`${JSON.stringify({ ok, ...month, lift, missed })}\n`);
process.exitCode = ok ? 0 : 1;
