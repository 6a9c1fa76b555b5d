import { z } from 'zod';
import { connectDatabase, createJobs } from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { cancelJob, launchJob, pauseJob, resumeJob } from '../../../src/app/send-job/index.ts';
import { answerField } from '../answer-field.ts';
import { readEnvironment } from '../environment.ts';
import { connectPublisher } from '../progress-publisher.ts';

const environment = readEnvironment('SEND_JOB_TABLE', 'DELIVERY_TABLE', 'SHARD_QUEUE_URL', 'GRAPHQL_URL');
const deps = {
  jobs: createJobs(connectDatabase(), { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE }),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
};

const USE_CASES = new Map(Object.entries({ launchJob, pauseJob, resumeJob, cancelJob }));

export const handler = answerField(z.object({ jobId: z.string() }), async ({ jobId }, actor, field) => {
  const useCase = USE_CASES.get(field);
  if (useCase === undefined) throw new Error(`control-job does not answer the field ${field}.`);
  const controlled = await useCase(deps, { actor, jobId });
  return controlled.ok ? { ok: true, value: { id: controlled.job.id } } : controlled;
});
