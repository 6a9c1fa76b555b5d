import type { Interval } from '../experiment/proportion.ts';
import type { CampaignReport } from './campaign-report.ts';
import { csvLine, type Cell } from './csv.ts';
import type { LiftReport } from './lift.ts';
import type { FunnelRow } from './tally.ts';

const COLUMNS = [
  'row',
  'wave',
  'channel',
  'treatment',
  'planned',
  'accepted',
  'delivered',
  'opened',
  'clicked',
  'goal',
  'goalEvents',
  'estimate',
  'low',
  'high',
  'note',
] as const;

type Row = { readonly [C in (typeof COLUMNS)[number]]?: Cell };

const line = (row: Row): string => csvLine(COLUMNS.map((column) => row[column] ?? null));

const interval = ({ estimate, low, high }: Interval) => ({ estimate, low, high });

/** Waves count from 1 where people read them. */
function funnelRow({ wave, treatment, ...row }: FunnelRow, names: readonly string[]): Row {
  const { channel, planned, accepted, delivered, opened, clicked, goal, goalEvents } = row;
  const counts = { planned, accepted, delivered, opened, clicked, goal, goalEvents };
  return { row: 'FUNNEL', wave: wave + 1, channel, treatment: nameOf(treatment, names), ...counts };
}

function nameOf(treatment: number, names: readonly string[]): Cell {
  return names[treatment] ?? (treatment === 0 ? null : treatment + 1);
}

function liftRows(lift: LiftReport): Row[] {
  if (lift.kind === 'NO_HOLDOUT') return [{ row: 'LIFT', note: lift.kind }];
  const { costPerReturned: cost } = lift;
  const micros = (value: number): number => value / 1_000_000;
  return [
    { row: 'LIFT', ...interval(lift.lift) },
    { row: 'RETURNED_INCREMENTAL', ...interval(lift.returned) },
    cost.kind === 'KRW_MICROS'
      ? { row: 'KRW_PER_RETURNED', estimate: micros(cost.estimate), low: micros(cost.low), high: micros(cost.high) }
      : { row: 'KRW_PER_RETURNED', note: cost.kind },
  ];
}

/**
 * A report as CSV (RFC 4180), a header first, one row for each wave, channel and treatment, then the groups, the lift and
 * what each further customer cost, in won. `names` are those of the treatments.
 */
export function reportAsCsv(report: CampaignReport, names: readonly string[] = []): string {
  const { treated, heldOut } = report;
  const rows: Row[] = [
    ...report.rows.map((row) => funnelRow(row, names)),
    { row: 'TREATED', planned: treated.members, goal: treated.returned, ...interval(treated.rate) },
    { row: 'HELD_OUT', planned: heldOut.members, goal: heldOut.returned, ...interval(heldOut.rate) },
    ...report.treatments.map(({ treatment, members, returned, rate }) => ({
      row: 'TREATMENT',
      treatment: nameOf(treatment, names),
      planned: members,
      goal: returned,
      ...interval(rate),
    })),
    ...liftRows(report.lift),
    {
      row: 'COST_KRW',
      ...(report.krwMicros === null ? { note: 'UNKNOWN_COST' } : { estimate: report.krwMicros / 1_000_000 }),
    },
    { row: 'AS_OF', note: new Date(report.asOf).toISOString() },
    ...report.notes.map(({ code, message }) => ({ row: 'NOTE', note: `${code}: ${message}` })),
  ];
  return csvLine(COLUMNS) + rows.map(line).join('');
}
