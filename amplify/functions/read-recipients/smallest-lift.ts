import * as z from 'zod';
import { smallestLift } from '../../../src/domain/experiment/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';

const input = z.object({
  audience: z.int().min(0).max(1_000_000_000),
  holdoutPercent: z.number().min(0).max(100),
  baseRate: z.number().min(0).max(1),
});

export const smallestLiftField = (): Field =>
  field(input, async (question) => {
    const answer = smallestLift(question);
    const returned = answer.kind === 'LIFT' ? { returned: Math.ceil(answer.treated * answer.lift) } : {};
    return { ok: true, value: { ...answer, ...returned } };
  });
