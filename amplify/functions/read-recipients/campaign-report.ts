import * as z from 'zod';
import { campaignReport } from '../../../src/app/report/index.ts';
import { KRW_MICROS } from '../../../src/domain/cost/index.ts';
import type { CostPerReturned, LiftReport } from '../../../src/domain/report/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { reportCursor, toCursor } from './report-cursor.ts';

type Deps = Parameters<typeof campaignReport>[0];

const input = z.object({
  runId: idArgument,
  withinDays: z.int().exactOptional(),
  cursor: reportCursor.exactOptional(),
});

export const campaignReportField = (deps: Deps): Field =>
  field(input, async ({ cursor, ...query }) => {
    const reported = await campaignReport(deps, { ...query, ...(cursor === undefined ? {} : { before: cursor }) });
    if (!reported.ok) return reported;
    const { ok: _, report, state, treatmentNames, ...run } = reported;
    const { rows, treated, heldOut, treatments, lift, kpis, notes } = report;
    const nameOf = (treatment: number): string | null => treatmentNames[treatment] ?? null;
    return {
      ok: true,
      value: {
        ...run,
        asOf: new Date(report.asOf).toISOString(),
        cursor: state === undefined ? null : toCursor(state),
        rows: rows.map((row) => ({ ...row, treatment: nameOf(row.treatment) })),
        treated,
        heldOut,
        treatments: treatments.map((group) => ({ ...group, treatment: nameOf(group.treatment) })),
        lift: shownLift(lift),
        costKrw: report.krwMicros === null ? null : report.krwMicros / KRW_MICROS,
        kpis,
        notes,
      },
    };
  });

function shownLift(lift: LiftReport): object {
  if (lift.kind === 'NO_HOLDOUT') return lift;
  const { costPerReturned, ...measured } = lift;
  return { ...measured, krwPerReturned: shownCost(costPerReturned) };
}

function shownCost(cost: CostPerReturned): object {
  if (cost.kind !== 'KRW_MICROS') return cost;
  const { estimate, low, high } = cost;
  return { kind: 'KRW', estimate: estimate / KRW_MICROS, low: low / KRW_MICROS, high: high / KRW_MICROS };
}
