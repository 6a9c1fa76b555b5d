import { z } from 'zod';
import { explainRecipient } from '../../../src/app/recipients/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';

type Deps = Parameters<typeof explainRecipient>[0];

export const explainRecipientField = (deps: Deps): Field =>
  field(z.object({ jobId: z.string(), customerId: z.string() }), async (query) => {
    const explanation = await explainRecipient(deps, query);
    return explanation.ok ? { ok: true, value: explanation } : explanation;
  });
