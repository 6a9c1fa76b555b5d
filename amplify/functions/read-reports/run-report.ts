import * as z from 'zod';
import { runReport } from '../../../src/app/insight/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof runReport>[0];

const input = z.object({
  sql: z.string(),
  queryId: idArgument.pipe(z.string().max(128)).exactOptional(),
  cursor: z.string().min(1).max(1_024).exactOptional(),
});

export const runReportField = (deps: Deps): Field =>
  field(input, async (query) => {
    const ran = await runReport(deps, query);
    if (!ran.ok) return ran;
    const { ok: _, asOf, ...shown } = ran;
    return { ok: true, value: { ...shown, asOf: new Date(asOf).toISOString() } };
  });
