import * as z from 'zod';
import { actualCost, reviewPlan } from '../../../src/app/recipients/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof reviewPlan>[0] & Parameters<typeof actualCost>[0];

const input = z.object({ jobId: idArgument, withActualCost: z.boolean().exactOptional() });

export const reviewPlanField = (deps: Deps): Field =>
  field(input, async ({ jobId, withActualCost = false }) => {
    const review = await reviewPlan(deps, { jobId });
    if (!review.ok || !withActualCost) return review.ok ? { ok: true, value: review } : review;
    const cost = await actualCost(deps, { jobId });
    if (!cost.ok) return cost;
    const shown = (krw: string | null) => (krw === null ? null : Number(krw));
    return {
      ok: true,
      value: { ...review, actualCostKrw: shown(cost.krw), inDoubtCostKrw: shown(cost.inDoubtKrw) },
    };
  });
