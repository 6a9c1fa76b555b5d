import * as z from 'zod';
import { importReport } from '../../../src/app/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof importReport>[0];

const input = z.object({ importId: idArgument, nextToken: z.string().exactOptional() });

export const importReportField = (deps: Deps): Field =>
  field(input, async (query) => {
    const found = await importReport(deps, query);
    if (!found.ok) return found;
    const { progress, rejections, nextToken } = found;
    const at = new Date(progress.at).toISOString();
    return { ok: true, value: { progress: { ...progress, at }, rejections, nextToken } };
  });
