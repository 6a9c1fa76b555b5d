import { z } from 'zod';
import { connectDatabase, createImports } from '../../../src/adapters/dynamodb/index.ts';
import { importReport } from '../../../src/app/customer/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const deps = { imports: createImports(connectDatabase(), readEnvironment('DELIVERY_TABLE').DELIVERY_TABLE) };

const input = z.object({ importId: z.string(), nextToken: z.string().exactOptional() });

export const handler = answerField(input, async (query) => {
  const found = await importReport(deps, query);
  if (!found.ok) return found;
  const { progress, rejections, nextToken } = found;
  const at = new Date(progress.at).toISOString();
  return { ok: true, value: { progress: { ...progress, at }, rejections, nextToken } };
});
