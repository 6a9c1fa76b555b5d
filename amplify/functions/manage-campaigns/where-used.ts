import * as z from 'zod';
import { whereUsed } from '../../../src/app/campaign/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof whereUsed>[0];

const query = z.union([z.strictObject({ templateId: idArgument }), z.strictObject({ segmentId: idArgument })], {
  error: 'give either templateId or segmentId',
});

export const whereUsedField = (deps: Deps): Field =>
  field(query, async (asked) => {
    const uses = await whereUsed(deps, asked);
    return uses.ok ? { ok: true, value: uses } : uses;
  });
