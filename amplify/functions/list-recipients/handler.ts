import { z } from 'zod';
import {
  connectDatabase,
  createChunks,
  createJobs,
  createReceipts,
  createShards,
} from '../../../src/adapters/dynamodb/index.ts';
import { listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { EXCLUSION_REASONS, RECIPIENT_STATUSES } from '../../../src/domain/send-job/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';

const environment = readEnvironment('SEND_JOB_TABLE', 'DELIVERY_TABLE');
const database = connectDatabase();
const deps = {
  jobs: createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  shards: createShards(database, environment.DELIVERY_TABLE),
  chunks: createChunks(database, environment.DELIVERY_TABLE),
  receipts: createReceipts(database, environment.DELIVERY_TABLE),
};

const input = z.object({
  jobId: z.string(),
  outcome: z.enum(['INCLUDED', 'EXCLUDED']).exactOptional(),
  status: z.enum(RECIPIENT_STATUSES).exactOptional(),
  reason: z.enum(EXCLUSION_REASONS).exactOptional(),
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

export const handler = answerField(input, async (query, _caller, field) => {
  if (field === 'reviewPlan') {
    const review = await reviewPlan(deps, query);
    return review.ok ? { ok: true, value: review } : review;
  }
  const page = await listRecipients(deps, query);
  return page.ok ? { ok: true, value: { items: page.items, nextToken: page.nextToken ?? null } } : page;
});
