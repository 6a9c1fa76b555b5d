import { z } from 'zod';
import { reviewPlan } from '../../../src/app/recipients/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof reviewPlan>[0];

export const reviewPlanField = (deps: Deps): Field =>
  field(z.object({ jobId: idArgument }), async (query) => {
    const review = await reviewPlan(deps, query);
    return review.ok ? { ok: true, value: review } : review;
  });
