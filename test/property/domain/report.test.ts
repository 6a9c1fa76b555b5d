import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTallies,
  createTally,
  creditGoals,
  type GoalEvent,
  type RunMember,
  type RunMessage,
} from '../../../src/domain/report/index.ts';
import { CASES } from './arbitraries.ts';

const GOAL = { windowMs: 70, asOf: 180 };

/** Few moments, so that ties and ends of windows are met often. */
const moment = fc.integer({ min: 0, max: 20 }).map((tens) => tens * 10);
const message: fc.Arbitrary<RunMessage> = fc.record({
  wave: fc.nat(2),
  channel: fc.constantFrom('PUSH', 'EMAIL', 'SMS'),
  treatment: fc.constant(1),
  at: moment,
  endpointId: fc.constantFrom('a', 'b'),
  isAccepted: fc.boolean(),
  status: fc.constantFrom('ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED', 'FAILED', 'SKIPPED', 'IN_DOUBT'),
});
// One message for each wave and channel, as a run has it.
const messages = fc.uniqueArray(message, { maxLength: 5, selector: ({ wave, channel }) => `${wave} ${channel}` });
const event: fc.Arbitrary<GoalEvent> = fc
  .tuple(fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5'), moment, fc.integer({ min: 0, max: 9 }))
  .map(([eventId, at, delay]) => ({ eventId, at, recordedAt: at + delay * 10 }));
const events = fc.array(event, { maxLength: 8 });
const member: fc.Arbitrary<RunMember> = fc.oneof(
  messages.map((list): RunMember => ({ group: 'TREATED', messages: list })),
  fc
    .tuple(fc.array(moment, { maxLength: 3 }), fc.boolean())
    .map(([moments, isReached]): RunMember => ({ group: 'HELD_OUT', moments, isReached })),
);

function tallyOf(cases: readonly (readonly [RunMember, readonly GoalEvent[]])[]) {
  const tally = createTally(GOAL);
  for (const [each, its] of cases) tally.add(each, its);
  return tally.result();
}

describe('the credit of goals', () => {
  it('is not changed by the order of events and messages, nor by events that are reported again', () => {
    const shuffled = fc
      .tuple(messages, events)
      .chain(([list, its]) =>
        fc.tuple(
          fc.constant(list),
          fc.constant(its),
          fc.shuffledSubarray(list, { minLength: list.length }),
          fc.shuffledSubarray([...its, ...its], { minLength: its.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([list, its, otherList, otherIts]) => {
        const member: RunMember = { group: 'TREATED', messages: list };
        const other: RunMember = { group: 'TREATED', messages: otherList };
        expect(creditGoals(other, otherIts, GOAL)).toEqual(creditGoals(member, its, GOAL));
        expect(tallyOf([[other, otherIts]])).toEqual(tallyOf([[member, its]]));
      }),
      { numRuns: CASES },
    );
  });

  it('goes to a message that may have arrived before the event, and not longer before it than the window', () => {
    fc.assert(
      fc.property(messages, events, (list, its) => {
        const credit = creditGoals({ group: 'TREATED', messages: list }, its, GOAL);
        for (const credited of credit.events) {
          if (credited === null) continue;
          expect(['FAILED', 'SKIPPED']).not.toContain(credited.status);
          expect(its.some(({ at }) => at >= credited.at && at <= credited.at + GOAL.windowMs)).toBe(true);
        }
        expect(credit.events.length).toBeLessThanOrEqual(new Set(its.map(({ eventId }) => eventId)).size);
        expect(credit.isReturned).toBe(credit.events.length > 0);
      }),
      { numRuns: CASES },
    );
  });

  it('is the same for somebody held out as for somebody sent to at the same moments', () => {
    fc.assert(
      fc.property(messages, events, (list, its) => {
        const moments = list.map(({ at }) => at);
        const sentTo = creditGoals({ group: 'TREATED', messages: list }, its, GOAL);
        const apart = creditGoals({ group: 'HELD_OUT', moments, isReached: false }, its, GOAL);
        expect([apart.isReturned, apart.events.length, apart.late]).toEqual([
          sentTo.isReturned,
          sentTo.events.length,
          sentTo.late,
        ]);
      }),
      { numRuns: CASES },
    );
  });
});

describe('a tally', () => {
  it('of all is that of its parts, however they are cut and in whichever order they are added', () => {
    const cases = fc.array(fc.tuple(member, events), { maxLength: 12 });
    fc.assert(
      fc.property(cases, fc.nat(12), (all, cut) => {
        const whole = tallyOf(all);
        const [first, second] = [tallyOf(all.slice(0, cut)), tallyOf(all.slice(cut))];
        expect(addTallies(first, second)).toEqual(whole);
        expect(addTallies(second, first)).toEqual(whole);
      }),
      { numRuns: CASES / 2 },
    );
  });

  it('credits no more returns than there are customers who came back, and has a funnel that narrows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, events), { maxLength: 12 }), (all) => {
        const { rows, treated, heldOut, treatments } = tallyOf(all);
        expect(rows.reduce((sum, { goal }) => sum + goal, 0)).toBeLessThanOrEqual(treated.returned);
        expect(treated.returned).toBeLessThanOrEqual(treated.members);
        expect(heldOut.returned).toBeLessThanOrEqual(heldOut.members);
        expect(treatments.reduce((sum, { members }) => sum + members, 0)).toBe(treated.members);
        for (const row of rows) {
          const stages = [row.planned, row.accepted, row.delivered, row.opened, row.clicked];
          expect([...stages].sort((a, b) => b - a)).toEqual(stages);
          expect(row.goal).toBeLessThanOrEqual(row.goalEvents);
        }
      }),
      { numRuns: CASES / 2 },
    );
  });
});
