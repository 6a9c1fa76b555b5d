import { newcombe, wilson, type Interval } from '../experiment/proportion.ts';
import { pinpointKpis, type Kpi } from './kpis.ts';
import { asProportion, measureLift, type LiftReport } from './lift.ts';
import type { GroupTally, RunTally } from './tally.ts';

/** A group with the share of it that came back, and that share's 95 % interval (Wilson). */
export type GroupReport = GroupTally & { readonly rate: Interval };

/**
 * What a reader must know to read the numbers aright. REPORTS_OVERLAP always holds: a customer who is in two campaigns
 * comes back once, and is in both reports. EVENTS_BY_DAY is said by whoever knows of events no more than their day;
 * LOOK tells what the look at the treatments found, and what the rest got.
 */
export type ReportNote = {
  readonly code:
    | 'REPORTS_OVERLAP'
    | 'WINDOW_OPEN'
    | 'LATE_EVENTS'
    | 'NO_HOLDOUT'
    | 'HOLDOUT_REACHED'
    | 'PUSH_DELIVERY'
    | 'EVENTS_BY_DAY'
    | 'LOOK';
  readonly message: string;
};

/** The report of a run, as of a moment. Times are milliseconds since the epoch, costs millionths of a won. */
export type CampaignReport = Pick<RunTally, 'rows' | 'lateEvents' | 'windowsEndAt'> & {
  readonly asOf: number;
  /** Null: a price is missing. */
  readonly krwMicros: number | null;
  readonly treated: GroupReport;
  readonly heldOut: GroupReport & { readonly reached: number };
  /** Each treatment, and its share minus that of the holdout; empty when there is one treatment only. */
  readonly treatments: readonly (GroupReport & { readonly treatment: number; readonly lift: Interval })[];
  readonly lift: LiftReport;
  readonly kpis: readonly Kpi[];
  readonly notes: readonly ReportNote[];
};

function withRate(group: GroupTally): GroupReport {
  const { members, returned } = group;
  return { members, returned, rate: wilson(asProportion(group)) };
}

/**
 * Makes the report of what was counted by `asOf`. `krwMicros` is what the run has cost, in millionths of a won, or null
 * when a price is missing; it is not divided among treatments.
 */
export function reportCampaign(tally: RunTally, asOf: number, krwMicros: number | null): CampaignReport {
  const { rows, lateEvents, windowsEndAt, treated, heldOut, treatments } = tally;
  return {
    asOf,
    krwMicros,
    rows,
    lateEvents,
    windowsEndAt,
    treated: withRate(treated),
    heldOut: { ...withRate(heldOut), reached: heldOut.reached },
    treatments:
      treatments.length < 2
        ? []
        : treatments.map(({ treatment, ...group }) => ({
            treatment,
            ...withRate(group),
            lift: newcombe(asProportion(group), asProportion(heldOut)),
          })),
    lift: measureLift(treated, heldOut, krwMicros),
    kpis: pinpointKpis(tally),
    notes: notesOf(tally, asOf),
  };
}

function notesOf({ rows, heldOut, lateEvents, windowsEndAt }: RunTally, asOf: number): ReportNote[] {
  const notes: ReportNote[] = [];
  if (windowsEndAt !== null && asOf < windowsEndAt) {
    const end = new Date(windowsEndAt).toISOString();
    notes.push({ code: 'WINDOW_OPEN', message: `Customers may still come back in time until ${end}.` });
  }
  if (lateEvents > 0) {
    const message = `${lateEvents} events were recorded after their window; they count by when they happened.`;
    notes.push({ code: 'LATE_EVENTS', message });
  }
  if (heldOut.members === 0) {
    const message = 'Nobody was held out: how many would have come back anyway is not known.';
    notes.push({ code: 'NO_HOLDOUT', message });
  }
  if (heldOut.reached > 0) {
    const message =
      `${heldOut.reached} of those held out share an address with somebody who was sent to. They stay in their group, ` +
      'so that the lift is rather too small than too large.';
    notes.push({ code: 'HOLDOUT_REACHED', message });
  }
  if (rows.some(({ channel }) => channel === 'PUSH')) {
    const message = 'Nothing reports that a push message arrived: its delivered are those who opened it.';
    notes.push({ code: 'PUSH_DELIVERY', message });
  }
  const message =
    'A customer who is in two campaigns comes back once and is in both reports. Do not add up reports of different runs.';
  return [...notes, { code: 'REPORTS_OVERLAP', message }];
}
