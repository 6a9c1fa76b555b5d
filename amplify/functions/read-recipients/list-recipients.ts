import * as z from 'zod';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { EXCLUSION_REASONS, RECIPIENT_STATUSES } from '../../../src/domain/send-job/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof listRecipients>[0];

const input = z.object({
  jobId: idArgument,
  outcome: z.enum(['INCLUDED', 'EXCLUDED']).exactOptional(),
  status: z.enum(RECIPIENT_STATUSES).exactOptional(),
  reason: z.enum(EXCLUSION_REASONS).exactOptional(),
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

export const listRecipientsField = (deps: Deps): Field =>
  field(input, async (query) => {
    const page = await listRecipients(deps, query);
    return page.ok ? { ok: true, value: { items: page.items, nextToken: page.nextToken ?? null } } : page;
  });
