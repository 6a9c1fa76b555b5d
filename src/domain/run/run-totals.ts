import type { GoesOn } from '../campaign/goes-on.ts';
import { EXCLUSION_REASONS, type ExclusionReason } from '../send-job/recipient.ts';
import {
  addStepTotals,
  addTotals,
  NO_STEP_TOTALS,
  type ExcludedCounts,
  type StepTotals,
  type Totals,
} from '../send-job/totals.ts';
import { reasonsTaken } from './why-out.ts';

/** A wave that is planned: where its people stand, and whom of the wave before it took. */
export type PlannedWave = {
  readonly totals: Totals;
  readonly goesOn: readonly GoesOn[];
  /** It is for those of the wave before who waited for the look. */
  readonly isRest?: boolean;
};

/**
 * How everybody of a run ended, as far as it has come: everyone is planned once, and counted where the last wave that
 * planned them left them. planned = included + Σ excluded.
 */
export type RunTotals = {
  readonly planned: number;
  readonly excluded: ExcludedCounts;
  /** Where those stand whom the last wave includes. */
  readonly outcomes: StepTotals;
  /** All messages of all waves. */
  readonly messages: StepTotals;
};

/** Whom a wave left out for good: not those whom the next wave takes. */
function staysOut(excluded: ExcludedCounts, next: PlannedWave | undefined): ExcludedCounts {
  const taken: readonly ExclusionReason[] = next === undefined ? [] : reasonsTaken(next.goesOn);
  const stays: { -readonly [R in ExclusionReason]?: number } = {};
  for (const reason of EXCLUSION_REASONS) {
    const count = taken.includes(reason) ? 0 : (excluded[reason] ?? 0);
    if (count !== 0) stays[reason] = count;
  }
  return stays;
}

function sumOf(counts: ExcludedCounts): number {
  return EXCLUSION_REASONS.reduce((sum, reason) => sum + (counts[reason] ?? 0), 0);
}

/** A trial and the wave for the rest, as the one wave that they are to everybody else: who waited is where the rest has them. */
function withRest(waves: readonly PlannedWave[]): readonly PlannedWave[] {
  const [trial, rest, ...later] = waves;
  if (trial === undefined || rest?.isRest !== true) return waves;
  const { AWAITS_LOOK: _, ...decided } = trial.totals.excluded;
  const taken = { ...trial.totals, planned: sumOf(decided) + trial.totals.included, excluded: decided };
  return [{ ...trial, totals: addTotals(taken, rest.totals) }, ...later];
}

/** Adds up the waves of a run that are planned, in order. Those of damaged chunks, whom no wave can take, have failed. */
export function runTotals(planned: readonly PlannedWave[]): RunTotals {
  const waves = withRest(planned);
  const excluded: { -readonly [R in ExclusionReason]?: number } = {};
  let messages = NO_STEP_TOTALS;
  let lost = 0;
  for (const [index, { totals }] of waves.entries()) {
    const next = waves[index + 1];
    const stays = staysOut(totals.excluded, next);
    for (const reason of EXCLUSION_REASONS) {
      const count = (excluded[reason] ?? 0) + (stays[reason] ?? 0);
      if (count !== 0) excluded[reason] = count;
    }
    messages = addStepTotals(messages, totals);
    if (next !== undefined) lost += totals.planned - sumOf(stays) - next.totals.planned;
  }
  const last: StepTotals = waves.at(-1)?.totals ?? NO_STEP_TOTALS;
  const outcomes = addStepTotals(last, { ...NO_STEP_TOTALS, included: lost, failed: lost });
  return { planned: waves[0]?.totals.planned ?? 0, excluded, outcomes, messages };
}
