import { z } from 'zod';
import { connectDatabase, createDeliverySettings, createJobs } from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import {
  cancelJob,
  launchJob,
  pauseJob,
  resolveInDoubt,
  resumeJob,
  retryFailed,
} from '../../../src/app/send-job/index.ts';
import { IN_DOUBT_POLICIES } from '../../../src/domain/campaign/index.ts';
import { answerField } from '../edge/answer-field.ts';
import { readEnvironment } from '../edge/environment.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';

const environment = readEnvironment('SEND_JOB_TABLE', 'DELIVERY_TABLE', 'SHARD_QUEUE_URL', 'GRAPHQL_URL');
const database = connectDatabase();
const jobs = createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE });
const deps = {
  jobs,
  receiptFlags: jobs.receiptFlags,
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  doorbell: createSqsDoorbell({ queueUrl: environment.SHARD_QUEUE_URL }),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
  ids: randomIds,
};

const input = z.object({ jobId: z.string(), policy: z.enum(IN_DOUBT_POLICIES).exactOptional() });

type Input = z.infer<typeof input>;
type Run = (command: { actor: { id: string } } & Input) => ReturnType<typeof launchJob>;

const USE_CASES: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['launchJob', (command) => launchJob(deps, command)],
  ['pauseJob', (command) => pauseJob(deps, command)],
  ['resumeJob', (command) => resumeJob(deps, command)],
  ['cancelJob', (command) => cancelJob(deps, command)],
  ['retryFailed', (command) => retryFailed(deps, command)],
  ['resolveInDoubt', ({ policy = 'HOLD', ...command }) => resolveInDoubt(deps, { ...command, policy })],
]);

export const handler = answerField(input, async (command, actor, field) => {
  const useCase = USE_CASES.get(field);
  if (useCase === undefined) throw new Error(`control-job does not answer the field ${field}.`);
  const controlled = await useCase({ actor, ...command });
  return controlled.ok ? { ok: true, value: { id: controlled.job.id } } : controlled;
});
