import { newcombe, wilson } from '../experiment/index.ts';
import { KRW_MICROS } from '../cost/index.ts';
import { daysAfter, mondayOf } from './day.ts';
import type { RowReader } from './answers.ts';

/** The rows of each report, as they are shown: what SQL counted, under the names of the API. */
export const REPORT_ROWS = {
  activity: (today: string) => (row: RowReader) => {
    const grain = row.text('grain');
    const period = row.text('period');
    return {
      grain,
      period,
      lastDay: row.text('last_day'),
      active: row.number('active'),
      newCustomers: row.number('new_customers'),
      returningCustomers: row.number('returning_customers'),
      dormant: row.number('dormant'),
      isUnfinished: endOf(grain, period, row.text('last_day')) >= today,
    };
  },

  people: () => (row: RowReader) => ({
    customerKey: row.text('customer_key'),
    firstDay: row.text('first_day'),
    lastDay: row.text('last_day'),
    days: row.number('days'),
  }),

  retention: () => (row: RowReader) => {
    const [size, people] = [row.number('size'), row.number('people')];
    return {
      cohort: row.text('cohort'),
      week: row.text('week'),
      weeksLater: row.number('weeks_later'),
      size,
      people,
      // Of nobody there is no share, which is not the same as none of them.
      share: size === 0 ? null : people / size,
      isUnfinished: row.isTrue('is_unfinished'),
    };
  },

  events: () => (row: RowReader) => ({
    day: row.textOrNull('day_kst'),
    name: row.textOrNull('name'),
    events: row.number('events'),
    people: row.number('people'),
  }),

  values: () => (row: RowReader) => ({
    kind: row.text('kind'),
    value: row.text('value'),
    events: row.number('events'),
  }),

  metric: () => (row: RowReader) => ({
    day: row.textOrNull('day_kst'),
    events: row.numberOrNull('events') ?? 0,
    total: row.numberOrNull('total') ?? 0,
  }),

  reach: () => (row: RowReader) => ({
    day: row.text('day_kst'),
    channel: row.text('channel'),
    customers: row.numberOrNull('customers'),
    reachable: row.numberOrNull('reachable'),
    adConsent: row.numberOrNull('ad_consent'),
    nightConsent: row.numberOrNull('night_consent'),
    adGranted: row.number('ad_granted'),
    adWithdrawn: row.number('ad_withdrawn'),
    nightGranted: row.number('night_granted'),
    nightWithdrawn: row.number('night_withdrawn'),
  }),

  cost: () => (row: RowReader) => ({
    day: row.textOrNull('day_kst'),
    channel: row.textOrNull('channel'),
    campaignId: row.textOrNull('campaign_id'),
    messages: row.number('messages'),
    parts: row.number('parts'),
    costKrw: row.number('cost_micros') / KRW_MICROS,
    unpriced: row.number('unpriced'),
  }),

  bestHour: () => (row: RowReader) => {
    const [sent, opened] = [row.number('sent'), row.number('opened')];
    return {
      hour: row.number('hour_kst'),
      people: row.number('people'),
      sent,
      opened,
      openRate: wilson({ successes: opened, trials: sent }),
    };
  },

  returned: () => (row: RowReader) => ({
    arm: row.text('arm'),
    members: row.number('members'),
    returned: row.number('returned'),
    openWindows: row.number('open_windows'),
  }),
} as const;

/** The last day of a period, even where the question ends before it. */
function endOf(grain: string, period: string, lastDay: string): string {
  if (grain === 'WEEK') return daysAfter(mondayOf(period), 6);
  if (grain !== 'MONTH') return lastDay;
  const [year, month] = period.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
}

type Arm = ReturnType<ReturnType<typeof REPORT_ROWS.returned>>;

/** Each arm with the share of it that came back; treatments also with that share less the share of the holdout. */
export function compareArms(arms: readonly Arm[]) {
  const heldOut = arms.find(({ arm }) => arm === 'HOLDOUT');
  return arms.map((one) => {
    const own = { successes: one.returned, trials: one.members };
    const lift =
      heldOut === undefined || one === heldOut
        ? null
        : newcombe(own, { successes: heldOut.returned, trials: heldOut.members });
    return { ...one, rate: wilson(own), lift };
  });
}

/** One row for each step of a funnel: how many got there, of all who began and of those one step before. */
export function stepsOf(steps: readonly string[], row: RowReader) {
  const counts = steps.map((_, index) => row.number(`step_${index + 1}`));
  return steps.map((name, index) => {
    const customers = counts[index] ?? 0;
    const [first = 0, before = customers] = [counts[0], counts[index - 1]];
    return {
      step: index + 1,
      name,
      customers,
      ofFirst: first === 0 ? null : customers / first,
      ofStepBefore: before === 0 ? null : customers / before,
    };
  });
}
