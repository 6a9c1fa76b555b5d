import { describe, expect, it } from 'vitest';
import {
  addTallies,
  createTally,
  isReachedThrough,
  measureLift,
  messageOutcome,
  reportAsCsv,
  reportCampaign,
  type GoalEvent,
  type RunMember,
  type RunTally,
} from '../../../../src/domain/report/index.ts';
import { DAY, heldOut, mail, MONDAY, purchase, push, treated, WEEK } from './run-members.ts';

type Case = readonly [member: RunMember, ...events: readonly GoalEvent[]];

const THURSDAY = MONDAY + 3 * DAY;

function tallyOf(cases: readonly Case[], goal = WEEK): RunTally {
  const tally = createTally(goal);
  for (const [member, ...events] of cases) tally.add(member, events);
  return tally.result();
}

/** P, Q, R, S and T of the case, and two who are held out. */
const C28: readonly Case[] = [
  [treated(push(), mail()), purchase(THURSDAY), purchase(THURSDAY + 1)],
  [treated(push()), purchase(MONDAY - 1_000, MONDAY + 60_000)],
  [treated(push()), purchase(MONDAY + 7 * DAY)],
  [treated(push()), purchase(MONDAY + 7 * DAY + 1_000)],
  [treated(push()), purchase(THURSDAY, MONDAY + 9 * DAY)],
  [heldOut(), purchase(THURSDAY)],
  [heldOut()],
];

describe('the report of a run', () => {
  it('C28 counts P, R and T once each, two purchases of P for the e-mail, and says as of when', () => {
    const asOf = MONDAY + 9 * DAY;
    const report = reportCampaign(tallyOf(C28, { ...WEEK, asOf }), asOf, 5_000_000);
    expect(report.treated).toMatchObject({ members: 5, returned: 3 });
    expect(report.heldOut).toMatchObject({ members: 2, returned: 1, reached: 0 });
    expect(report.rows).toEqual([
      expect.objectContaining({ wave: 0, channel: 'PUSH', planned: 5, goal: 2, goalEvents: 2 }),
      expect.objectContaining({ wave: 1, channel: 'EMAIL', planned: 1, goal: 1, goalEvents: 2 }),
    ]);
    expect(report).toMatchObject({ asOf, lateEvents: 1, windowsEndAt: MONDAY + 9 * DAY });
    const codes = report.notes.map(({ code }) => code);
    expect(codes).toEqual(['LATE_EVENTS', 'PUSH_DELIVERY', 'REPORTS_OVERLAP']);
    const sooner = reportCampaign(tallyOf(C28, { ...WEEK, asOf: asOf - 1 }), asOf - 1, null);
    expect(sooner.treated.returned).toBe(2);
    expect(sooner.notes[0]).toMatchObject({ code: 'WINDOW_OPEN' });
  });

  it('C24 counts who of the holdout was reached through an address that they share', () => {
    const sentTo = new Set([11, 12]);
    expect(isReachedThrough([10, 11], sentTo)).toBe(true);
    expect(isReachedThrough([10], sentTo)).toBe(false);
    expect(isReachedThrough([], sentTo)).toBe(false);
    const report = reportCampaign(tallyOf([[treated(push())], [heldOut(true)], [heldOut(false)]]), WEEK.asOf, 0);
    // They stay where chance has put them.
    expect(report.heldOut).toMatchObject({ members: 2, reached: 1 });
    expect(report.notes.map(({ code }) => code)).toContain('HOLDOUT_REACHED');
  });

  it('has a funnel in which each stage holds the next, for each wave, channel and treatment', () => {
    const tally = tallyOf([
      [treated(push({ status: 'OPENED' }), mail({ status: 'CLICKED', isAccepted: false }))],
      [treated(push({ treatment: 1 }), mail({ treatment: 1, status: 'OPENED' }))],
      [
        treated(
          push({ status: 'FAILED', isAccepted: false }),
          mail({ status: 'FAILED', code: 'BOUNCE/Permanent/General' }),
        ),
      ],
      [treated(push({ status: 'SKIPPED', isAccepted: false, code: 'NO_AD_CONSENT' }), mail())],
      [treated(mail({ status: 'FAILED', code: 'BOUNCE/Transient/General' }))],
    ]);
    const stages = tally.rows.map((row) => [
      `${row.wave} ${row.channel} ${row.treatment}`,
      row.planned,
      row.accepted,
      row.delivered,
      row.opened,
      row.clicked,
      row.hardBounced,
    ]);
    expect(stages).toEqual([
      ['0 PUSH 0', 3, 1, 1, 1, 0, 0],
      ['0 PUSH 1', 1, 1, 0, 0, 0, 0],
      ['1 EMAIL 0', 4, 4, 2, 1, 1, 1],
      ['1 EMAIL 1', 1, 1, 1, 1, 0, 0],
    ]);
    expect(tally.treatments).toEqual([
      { treatment: 0, members: 4, returned: 0 },
      { treatment: 1, members: 1, returned: 0 },
    ]);
  });

  it('has the metrics of Pinpoint by their names, of which one of nothing is null', () => {
    const tally = tallyOf([
      [treated(push({ status: 'OPENED' }), mail({ status: 'CLICKED' }), mail({ wave: 2, status: 'OPENED' }))],
      [treated(push(), mail({ status: 'FAILED', code: 'BOUNCE/Permanent/General' }))],
      [treated(push({ status: 'FAILED', isAccepted: false }))],
    ]);
    const kpis = (of: RunTally) =>
      Object.fromEntries(
        reportCampaign(of, WEEK.asOf, 0).kpis.map(({ name, value }) => [
          name.replace('-grouped-by-campaign-activity', ''),
          value,
        ]),
      );
    expect(kpis(tally)).toEqual({
      'attempted-deliveries': 5,
      'successful-deliveries': 4,
      'successful-delivery-rate': 4 / 5,
      'unique-deliveries': 3,
      'email-open-rate': 1,
      'direct-email-opens': 2,
      clicks: 1,
      'hard-bounce-rate': 1 / 3,
      'push-open-rate': 1 / 2,
      'direct-push-opens': 1,
    });
    expect(kpis(tallyOf([]))).toMatchObject({ 'email-open-rate': null, 'hard-bounce-rate': null, clicks: 0 });
  });

  it('compares each treatment with the holdout', () => {
    const group = (treatment: number, members: number, returned: number): Case[] =>
      Array.from({ length: members }, (_, index) => [
        treated(push({ treatment })),
        ...(index < returned ? [purchase(THURSDAY)] : []),
      ]);
    const apart = Array.from({ length: 100 }, (_, index): Case => [
      heldOut(false, MONDAY),
      ...(index < 5 ? [purchase(THURSDAY)] : []),
    ]);
    const report = reportCampaign(tallyOf([...group(0, 100, 30), ...group(1, 100, 6), ...apart]), WEEK.asOf, 0);
    const [first, second] = report.treatments;
    expect(first?.lift.estimate).toBeCloseTo(0.25, 10);
    expect(first?.lift.low).toBeGreaterThan(0);
    expect(second?.lift.low).toBeLessThan(0);
    expect(reportCampaign(tallyOf(group(0, 3, 1)), WEEK.asOf, 0).treatments).toEqual([]);
  });
});

describe('how far a message came', () => {
  const NO_RECEIPT = { status: 'PLANNED' } as const;

  it('is what was recorded, and what receipts said since', () => {
    expect(messageOutcome({ status: 'ACCEPTED' }, NO_RECEIPT)).toEqual({ isAccepted: true, status: 'ACCEPTED' });
    expect(messageOutcome({ status: 'ACCEPTED' }, { status: 'FAILED', code: 'BOUNCE/Permanent/General' })).toEqual({
      isAccepted: true,
      status: 'FAILED',
      code: 'BOUNCE/Permanent/General',
    });
    expect(messageOutcome({ status: 'IN_DOUBT' }, { status: 'OPENED' })).toEqual({
      isAccepted: true,
      status: 'OPENED',
    });
    for (const status of ['PLANNED', 'FAILED', 'OPTED_OUT', 'SKIPPED', 'IN_DOUBT'] as const) {
      expect(messageOutcome({ status }, NO_RECEIPT)).toEqual({ isAccepted: false, status });
    }
    expect(messageOutcome({ status: 'SKIPPED' }, { status: 'DELIVERED' }).isAccepted).toBe(false);
  });
});

describe('what one more customer cost', () => {
  const group = (members: number, returned: number) => ({ members, returned });

  it('is the cost over the further customers, with the interval of the lift turned over', () => {
    const measured = measureLift(group(45_000, 1_350), group(5_000, 100), 3_000_000_000_000);
    if (measured.kind !== 'MEASURED' || measured.costPerReturned.kind !== 'KRW_MICROS') throw new Error('No cost.');
    const { lift, returned, costPerReturned } = measured;
    expect(lift.estimate).toBeCloseTo(0.01, 10);
    expect(returned.estimate).toBe(450);
    expect(costPerReturned.estimate / 1e6).toBeCloseTo(3_000_000 / 450, 3);
    expect(costPerReturned.low / 1e6).toBeCloseTo(3_000_000 / (45_000 * lift.high), 3);
    expect(costPerReturned.high / 1e6).toBeCloseTo(3_000_000 / (45_000 * lift.low), 3);
    expect(costPerReturned.low).toBeLessThan(costPerReturned.estimate);
    expect(costPerReturned.high).toBeGreaterThan(costPerReturned.estimate);
  });

  it('is no number when the lift may be nothing, when a price is missing, or when nobody was held out', () => {
    expect(measureLift(group(45_000, 950), group(5_000, 100), 1)).toMatchObject({
      costPerReturned: { kind: 'NOT_DISTINGUISHABLE' },
    });
    expect(measureLift(group(45_000, 450), group(5_000, 100), 1)).toMatchObject({
      costPerReturned: { kind: 'NOT_DISTINGUISHABLE' },
    });
    expect(measureLift(group(45_000, 2_000), group(5_000, 100), null)).toMatchObject({
      costPerReturned: { kind: 'UNKNOWN_COST' },
    });
    expect(measureLift(group(45_000, 2_000), group(0, 0), 1)).toEqual({ kind: 'NO_HOLDOUT' });
    expect(measureLift(group(0, 0), group(10, 1), 1)).toEqual({ kind: 'NO_HOLDOUT' });
    expect(measureLift(group(10, 0), group(10, 0), 1)).toMatchObject({
      returned: { estimate: 0 },
      costPerReturned: { kind: 'NOT_DISTINGUISHABLE' },
    });
  });

  it('of messages that cost nothing is nothing', () => {
    expect(measureLift(group(45_000, 2_000), group(5_000, 100), 0)).toMatchObject({
      costPerReturned: { kind: 'KRW_MICROS', estimate: 0, low: 0, high: 0 },
    });
  });
});

describe('tallies of parts', () => {
  it('add up to that of the whole', () => {
    const whole = tallyOf(C28);
    expect(addTallies(tallyOf(C28.slice(0, 3)), tallyOf(C28.slice(3)))).toEqual(whole);
    expect(addTallies(tallyOf([]), whole)).toEqual(whole);
    expect(addTallies(tallyOf(C28.slice(4)), tallyOf(C28.slice(0, 4)))).toEqual(whole);
  });
});

describe('a report as CSV', () => {
  /** A reader by RFC 4180 that knows nothing of the writer. */
  function parse(text: string): string[][] {
    const rows: string[][] = [[]];
    let cell = '';
    let isQuoted = false;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charAt(index);
      if (isQuoted) {
        if (character !== '"') cell += character;
        else if (text[index + 1] === '"') cell += text.charAt((index += 1));
        else isQuoted = false;
      } else if (character === '"') isQuoted = true;
      else if (character === ',' || character === '\r') {
        rows.at(-1)?.push(cell);
        cell = '';
        if (character === '\r') {
          expect(text[(index += 1)]).toBe('\n');
          rows.push([]);
        }
      } else cell += character;
    }
    expect(rows.pop()).toEqual([]);
    return rows;
  }

  it('is rectangular, and has funnel, groups, lift, cost and the moment', () => {
    const report = reportCampaign(tallyOf(C28), WEEK.asOf, 1_172_590_000);
    const [header = [], ...rows] = parse(reportAsCsv(report, ['A', 'B']));
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    const read = rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])));
    const of = (row: string) => read.find((each) => each['row'] === row);
    expect(of('FUNNEL')).toMatchObject({ wave: '1', channel: 'PUSH', treatment: 'A', planned: '5', goal: '2' });
    expect(of('HELD_OUT')).toMatchObject({ planned: '2', goal: '1', estimate: '0.5' });
    expect(of('KRW_PER_RETURNED')).toMatchObject({ estimate: '', note: 'NOT_DISTINGUISHABLE' });
    expect(Number(of('LIFT')?.['low'])).toBeLessThan(0);
    expect(of('COST_KRW')).toMatchObject({ estimate: '1172.59' });
    expect(of('AS_OF')).toMatchObject({ note: '2026-12-30T01:00:00.000Z' });
    const unknown = reportAsCsv(reportCampaign(tallyOf([]), WEEK.asOf, null));
    expect(unknown).toContain('LIFT,,,,,,,,,,,,,,NO_HOLDOUT');
    expect(unknown).toContain('UNKNOWN_COST');
  });

  it('runs nothing as a formula, and quotes what needs it', () => {
    const report = reportCampaign(tallyOf([[treated(push())]]), WEEK.asOf, 0);
    const treatmentOf = (name: string) => parse(reportAsCsv(report, [name]))[1]?.[3];
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '＋1', '－1', '＠a']) {
      expect(treatmentOf(name)).toBe(`'${name}`);
    }
    for (const name of ['a,b', 'say "hi"', 'two\r\nlines', '봉화', '1-1']) expect(treatmentOf(name)).toBe(name);
  });
});
