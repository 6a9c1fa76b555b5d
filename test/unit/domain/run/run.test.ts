import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOES_ON, wavesOf, type CampaignStep, type GoesOn } from '../../../../src/domain/campaign/index.ts';
import {
  REACH_REASONS,
  RUN_COMMANDS,
  RUN_PHASES,
  isRunOver,
  reasonsTaken,
  runTotals,
  transitionRun,
  whyLeft,
  whyOut,
} from '../../../../src/domain/run/index.ts';
import {
  EXCLUSION_REASONS,
  NO_STEP_TOTALS,
  NO_TOTALS,
  RECIPIENT_STATUSES,
  settledTotal,
  type ExclusionReason,
  type RecipientStatus,
  type Totals,
} from '../../../../src/domain/send-job/index.ts';

const sentTo = (status: RecipientStatus, code?: string) =>
  ({ kind: 'RECIPIENT', result: code === undefined ? { status } : { status, code } }) as const;
const notReached = { kind: 'UNREACHABLE', reason: 'ENDPOINT_OPT_OUT' } as const;

describe('the phases of a run', () => {
  it('go as the table says', () => {
    const table = RUN_PHASES.map((phase) => [
      phase,
      RUN_COMMANDS.flatMap((command) => {
        const moved = transitionRun(phase, command);
        return moved.ok ? [`${command}>${moved.phase}`] : [];
      }).join(' '),
    ]);
    expect(Object.fromEntries(table)).toEqual({
      PLANNED: 'START>RUNNING CANCEL>CANCELLED FAIL>FAILED',
      RUNNING: 'START>RUNNING PAUSE>PAUSED RESUME>RUNNING COMPLETE>COMPLETED CANCEL>CANCELLED FAIL>FAILED',
      PAUSED: 'PAUSE>PAUSED RESUME>RUNNING COMPLETE>COMPLETED CANCEL>CANCELLED FAIL>FAILED',
      COMPLETED: 'COMPLETE>COMPLETED',
      CANCELLED: 'CANCEL>CANCELLED',
      FAILED: 'FAIL>FAILED',
    });
  });

  it('refuse what cannot be, and say what can', () => {
    expect(transitionRun('PLANNED', 'PAUSE')).toMatchObject({
      error: { code: 'RUN_PHASE', message: expect.stringContaining('Allowed now: START, CANCEL, FAIL.') as string },
    });
    expect(transitionRun('COMPLETED', 'RESUME')).toMatchObject({
      error: { message: expect.stringContaining('It cannot change any more.') as string },
    });
    expect(RUN_PHASES.filter(isRunOver)).toEqual(['COMPLETED', 'CANCELLED', 'FAILED']);
  });
});

describe('the waves of a campaign', () => {
  const step = (more: Partial<CampaignStep> = {}): CampaignStep => ({ channel: 'PUSH', templateId: 't', ...more });

  it('begin with each step that waits; the others stand in within their wave', () => {
    const steps = [step(), step({ channel: 'EMAIL' }), step({ waitMinutes: 60, goesOn: ['NOT_OPENED'] }), step()];
    expect(wavesOf({ steps })).toEqual([
      { firstStep: 0, steps: steps.slice(0, 2), waitMinutes: 0, goesOn: [] },
      { firstStep: 2, steps: steps.slice(2), waitMinutes: 60, goesOn: ['NOT_OPENED'] },
    ]);
    expect(wavesOf({ steps: [step()] })).toHaveLength(1);
  });

  it('go on, unless they say with whom, with those whom nothing got to', () => {
    expect(wavesOf({ steps: [step(), step({ waitMinutes: 1 })] })[1]?.goesOn).toEqual([
      'NOT_DELIVERED',
      'NOT_REACHABLE',
    ]);
  });
});

describe('who goes on', () => {
  const CASES: readonly (readonly [readonly GoesOn[], ReturnType<typeof sentTo> | typeof notReached, string | null])[] =
    [
      [['NOT_DELIVERED'], sentTo('FAILED', 'BOUNCE/Permanent'), null],
      [['NOT_DELIVERED'], sentTo('OPTED_OUT'), null],
      // C16: no result yet is not "not delivered".
      [['NOT_DELIVERED'], sentTo('ACCEPTED'), 'NOT_CONCERNED'],
      [['NOT_DELIVERED'], sentTo('IN_DOUBT'), 'NOT_CONCERNED'],
      [['NOT_DELIVERED'], sentTo('DELIVERED'), 'NOT_CONCERNED'],
      [['NOT_DELIVERED'], sentTo('CLICKED'), 'ENGAGED'],
      [['NOT_DELIVERED', 'NO_RESULT'], sentTo('ACCEPTED'), null],
      [['NOT_OPENED'], sentTo('DELIVERED'), null],
      [['NOT_OPENED'], sentTo('FAILED'), null],
      [['NOT_OPENED'], sentTo('OPENED'), 'ENGAGED'],
      [['NOT_CLICKED'], sentTo('OPENED'), null],
      [['NOT_CLICKED'], sentTo('CLICKED'), 'ENGAGED'],
      [['NOT_REACHABLE'], notReached, null],
      [['NOT_REACHABLE'], sentTo('SKIPPED', 'NO_AD_CONSENT'), null],
      [['NOT_REACHABLE'], sentTo('FAILED'), 'NOT_CONCERNED'],
      [['NOT_OPENED'], notReached, 'ENDPOINT_OPT_OUT'],
      [['NOT_ACTIVE'], sentTo('CLICKED'), null],
      [['NOT_ACTIVE'], notReached, null],
      [['NOT_ACTIVE', 'NOT_OPENED'], sentTo('OPENED'), 'ENGAGED'],
      // Who was left out of the wave for good stays out of the run.
      [['NOT_OPENED'], sentTo('SKIPPED', 'DUPLICATE_ENDPOINT'), 'DUPLICATE_ENDPOINT'],
      [['NOT_ACTIVE'], sentTo('SKIPPED', 'FREQUENCY_CAP'), 'FREQUENCY_CAP'],
    ];

  it.each(CASES)('%j of %j: out for %s', (goesOn, before, reason) => {
    expect(whyOut(goesOn, before)).toBe(reason);
  });

  it('only those are taken who could not be reached, and only by steps that are for them', () => {
    expect(reasonsTaken(['NOT_REACHABLE', 'NOT_ACTIVE'])).toEqual(REACH_REASONS);
    expect(reasonsTaken(['NOT_ACTIVE'])).toEqual(REACH_REASONS);
    expect(reasonsTaken(['NOT_OPENED', 'NOT_ACTIVE'])).toEqual([]);
  });

  it('whoever was active since the run began has come back, when the step asks', () => {
    const back = { since: 1_000, goesOn: ['NOT_ACTIVE'] } as const;
    expect(whyLeft({ lastActiveAt: 1_000 }, back)).toBe('CAME_BACK');
    expect(whyLeft({ lastActiveAt: 999 }, back)).toBeNull();
    expect(whyLeft({}, back)).toBeNull();
    expect(whyLeft({ lastActiveAt: 5_000 }, { since: 1_000, goesOn: ['NOT_OPENED'] })).toBeNull();
  });
});

/** A wave of these people: each is excluded for a reason or ends with a status. */
type Person = ExclusionReason | RecipientStatus;
const isReason = (person: Person): person is ExclusionReason => EXCLUSION_REASONS.some((reason) => reason === person);

function totalsOf(people: readonly Person[]): Totals {
  const excluded: { [R in ExclusionReason]?: number } = {};
  for (const person of people) if (isReason(person)) excluded[person] = (excluded[person] ?? 0) + 1;
  const sent = people.filter((person) => !isReason(person));
  const count = (...statuses: readonly Person[]): number => sent.filter((person) => statuses.includes(person)).length;
  return {
    ...NO_TOTALS,
    planned: people.length,
    excluded,
    included: sent.length,
    accepted: count('ACCEPTED'),
    delivered: count('DELIVERED', 'OPENED', 'CLICKED'),
    opened: count('OPENED', 'CLICKED'),
    clicked: count('CLICKED'),
    failed: count('FAILED'),
    optedOut: count('OPTED_OUT'),
    skipped: count('SKIPPED'),
    inDoubt: count('IN_DOUBT'),
  };
}

const outcomes = RECIPIENT_STATUSES.filter((status) => status !== 'PLANNED' && status !== 'CLAIMED');
const person = fc.constantFrom<Person>(...EXCLUSION_REASONS, ...outcomes);
const conditions = fc.uniqueArray(fc.constantFrom(...GOES_ON), { minLength: 1 });

describe('the totals of a run', () => {
  it('count everybody once, whatever the waves did with whom', () => {
    fc.assert(
      fc.property(
        fc.array(person),
        fc.array(fc.tuple(conditions, fc.infiniteStream(person)), { maxLength: 3 }),
        (first, later) => {
          const waves = [{ totals: totalsOf(first), goesOn: [] as readonly GoesOn[] }];
          let people: readonly Person[] = first;
          const last: Person[] = [];
          for (const [goesOn, stream] of later) {
            const taken: readonly Person[] = reasonsTaken(goesOn);
            const goes = people.filter((one) => !isReason(one) || taken.includes(one));
            last.push(...people.filter((one) => isReason(one) && !taken.includes(one)));
            people = goes.map(() => stream.next().value as Person);
            waves.push({ totals: totalsOf(people), goesOn });
          }
          last.push(...people);
          const sum = runTotals(waves);
          expect(sum.planned).toBe(first.length);
          expect(sum.outcomes.included).toBe(last.filter((one) => !isReason(one)).length);
          expect(settledTotal(sum.outcomes)).toBe(sum.outcomes.included);
          expect(sum.excluded).toEqual(totalsOf(last).excluded);
          expect(sum.messages.included).toBe(waves.reduce((all, { totals }) => all + totals.included, 0));
        },
      ),
    );
  });

  it('count as failed whom a damaged chunk hid from the next wave, and nobody when there is no wave', () => {
    const [before, after] = [totalsOf(['ACCEPTED', 'ACCEPTED', 'FAILED']), totalsOf(['ACCEPTED', 'CAME_BACK'])];
    const sum = runTotals([
      { totals: before, goesOn: [] },
      { totals: after, goesOn: ['NOT_ACTIVE'] },
    ]);
    expect(sum).toMatchObject({
      planned: 3,
      excluded: { CAME_BACK: 1 },
      outcomes: { included: 2, accepted: 1, failed: 1 },
    });
    expect(runTotals([])).toEqual({ planned: 0, excluded: {}, outcomes: NO_STEP_TOTALS, messages: NO_STEP_TOTALS });
  });
});
