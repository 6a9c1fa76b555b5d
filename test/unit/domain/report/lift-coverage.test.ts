import { describe, expect, it } from 'vitest';
import { isHeldOut } from '../../../../src/domain/campaign/index.ts';
import { createTally, reportCampaign, type GoalEvent, type RunMessage } from '../../../../src/domain/report/index.ts';
import { createRandom } from '../../../simulation/random.ts';
import { DAY, MONDAY, push } from './run-members.ts';

const PEOPLE = 50_000;
const HOLDOUT_PERCENT = 10;
const GOAL = { windowMs: 7 * DAY, asOf: MONDAY + 30 * DAY };

/** Three waves; the last window ends on day 12. */
const WAVES = [
  push(),
  push({ wave: 1, channel: 'EMAIL', at: MONDAY + 2 * DAY, endpointId: 'mail' }),
  push({ wave: 2, channel: 'SMS', at: MONDAY + 5 * DAY, endpointId: 'phone number' }),
];
const MOMENTS = WAVES.map(({ at }) => at);
const END = MONDAY + 12 * DAY;

/** Two kinds of customers: how likely they come back by themselves, and because of each wave. */
const KINDS = [
  { share: 0.7, base: 0.02, waves: [0.008, 0.004, 0.002] },
  { share: 0.3, base: 0.06, waves: [0.02, 0.01, 0.015] },
] as const;

/** How much likelier one comes back when sent to: not by themselves, but by a wave. */
const TRUTH = KINDS.reduce((sum, { share, base, waves }) => {
  const unmoved = waves.reduce<number>((left, wave) => left * (1 - wave), 1);
  return sum + share * (1 - base) * (1 - unmoved);
}, 0);

/** Ten days after the run nobody's events are missing; some were reported twice, some days late. */
function eventsAt(at: number, random: () => number): GoalEvent[] {
  const recordedAt = at + (random() < 0.1 ? 2 * DAY : 0);
  const event = { eventId: 'first', at, recordedAt };
  const again = { eventId: 'again', at: at + DAY, recordedAt: at + DAY };
  return [event, ...(random() < 0.2 ? [event] : []), ...(random() < 0.3 ? [again] : [])];
}

const PERSONS = Array.from({ length: PEOPLE }, (_, n) => `customer-${n}`);

/** One world: every customer decides by themselves, and leaves the run when they are back. */
function simulate(seed: number) {
  const random = createRandom(seed);
  const tally = createTally(GOAL);
  const campaignId = `campaign-${seed}`;
  for (const person of PERSONS) {
    const kind = random() < KINDS[0].share ? KINDS[0] : KINDS[1];
    const isApart = isHeldOut(campaignId, person, HOLDOUT_PERCENT);
    let backAt = random() < kind.base ? MONDAY + random() * (END - MONDAY) : Infinity;
    // Before the run, and so nobody's doing.
    const events = random() < 0.01 ? [{ eventId: 'before', at: MONDAY - 1, recordedAt: MONDAY + 1 }] : [];
    // All three, unless somebody is back: most share one list.
    let messages: readonly RunMessage[] = WAVES;
    for (const [index, wave] of WAVES.entries()) {
      if (backAt <= wave.at) {
        messages = WAVES.slice(0, index);
        break;
      }
      if (isApart) continue;
      if (random() < (kind.waves[index] ?? 0)) backAt = Math.min(backAt, wave.at + random() * DAY);
    }
    if (backAt < Infinity) events.push(...eventsAt(backAt, random));
    if (!isApart) tally.add({ group: 'TREATED', messages }, events);
    else tally.add({ group: 'HELD_OUT', moments: MOMENTS.filter((at) => at < backAt), isReached: false }, events);
  }
  return reportCampaign(tally.result(), GOAL.asOf, 900_000_000_000);
}

describe('the reported lift of a cascade of three waves with a holdout', () => {
  it('has the truth in its interval in at least 90 of 100 seeds, and so has the number of further customers', () => {
    let [inside, below, centre] = [0, 0, 0];
    for (let seed = 1; seed <= 100; seed += 1) {
      const report = simulate(seed);
      const { lift, treated, heldOut } = report;
      if (lift.kind !== 'MEASURED') throw new Error('Nothing was measured.');
      expect(treated.members + heldOut.members).toBe(PEOPLE);
      expect(Math.abs(heldOut.members / PEOPLE - HOLDOUT_PERCENT / 100)).toBeLessThan(0.01);
      centre += (lift.lift.estimate ?? NaN) / 100;
      if (TRUTH < lift.lift.low) below += 1;
      const isInside = lift.lift.low <= TRUTH && TRUTH <= lift.lift.high;
      if (isInside) inside += 1;
      const further = TRUTH * treated.members;
      if (isInside) {
        expect(lift.returned.low).toBeLessThanOrEqual(further);
        expect(lift.returned.high).toBeGreaterThanOrEqual(further);
      }
      // The window of the cost is that of the lift: it holds the true cost in the same seeds.
      const cost = lift.costPerReturned;
      if (cost.kind === 'KRW_MICROS') {
        const isCostInside = cost.low <= 900_000_000_000 / further && 900_000_000_000 / further <= cost.high;
        expect(isCostInside).toBe(isInside);
      }
      expect(report.lateEvents).toBeGreaterThan(0);
    }
    expect(inside).toBeGreaterThanOrEqual(90);
    // An interval that always held it would be too wide to be one of 95 %.
    expect(inside).toBeLessThan(100);
    expect(below).toBeLessThan(8);
    expect(Math.abs(centre - TRUTH)).toBeLessThan(0.001);
  });
});
