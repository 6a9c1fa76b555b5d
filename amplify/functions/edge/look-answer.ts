import { treatmentOfRest, type LookState } from '../../../src/domain/experiment/index.ts';

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** A look as GraphQL shows it, with the names of treatments in place of their numbers. */
export function lookAnswer(state: LookState | undefined): Record<string, unknown> | undefined {
  if (state === undefined) return undefined;
  const { status, look } = state;
  if (state.status === 'DECLARED') return { status, ...look, dueAt: isoTime(state.dueAt) };
  const { at, arms, decision, chosen } = state;
  const nameOf = (treatment: number | null): string | undefined =>
    treatment === null ? undefined : arms[treatment]?.name;
  const { outcome, confidence, message } = decision;
  return {
    status,
    ...look,
    takenAt: isoTime(at),
    outcome,
    confidence,
    message,
    arms: arms.map(({ name, successes, trials }) => ({ treatment: name, successes, trials })),
    comparisons: decision.comparisons.map(({ treatment, estimate, low, high }) => ({
      against: nameOf(treatment),
      difference: estimate,
      low,
      high,
    })),
    restGets: nameOf(treatmentOfRest(decision, chosen)),
    ...(chosen === undefined ? {} : { decidedBy: chosen.by, decidedAt: isoTime(chosen.at) }),
  };
}
