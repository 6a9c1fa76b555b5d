import * as z from 'zod';
import { explainRecipient } from '../../../src/app/recipients/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof explainRecipient>[0];

export const explainRecipientField = (deps: Deps): Field =>
  field(z.object({ jobId: idArgument, customerId: idArgument }), async (query) => {
    const explanation = await explainRecipient(deps, query);
    return explanation.ok ? { ok: true, value: explanation } : explanation;
  });
