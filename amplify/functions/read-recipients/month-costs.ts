import * as z from 'zod';
import { monthCosts } from '../../../src/app/cost/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';

type Deps = Parameters<typeof monthCosts>[0];

export const monthCostsField = (deps: Deps): Field =>
  field(z.object({ month: z.string().exactOptional() }), async (query) => {
    const costs = await monthCosts(deps, query);
    return costs.ok ? { ok: true, value: { ...costs, asOf: new Date(deps.clock.now()).toISOString() } } : costs;
  });
