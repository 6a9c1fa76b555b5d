import * as z from 'zod';
import { importCustomers } from '../../../src/app/customer/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';

type Deps = Parameters<typeof importCustomers>[0];

const input = z.object({
  importId: idArgument,
  firstLine: z.int(),
  lines: z.array(z.string()),
  isLast: z.boolean(),
  untilLine: z.int().exactOptional(),
  lineNumbers: z.array(z.int()).exactOptional(),
  rejected: z.array(z.object({ line: z.int(), code: z.string(), reason: z.string() })).exactOptional(),
  segmentId: idArgument.exactOptional(),
  removeFromSegmentId: idArgument.exactOptional(),
});

export const importCustomersField = (deps: Deps): Field =>
  field(input, async (command, actor) => {
    const imported = await importCustomers(deps, { ...command, actor });
    return imported.ok ? { ok: true, value: imported.report } : imported;
  });
