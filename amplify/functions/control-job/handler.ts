import * as z from 'zod';
import {
  connectDatabase,
  createApprovals,
  createAudit,
  createBudgets,
  createCampaigns,
  createDeliverySettings,
  createJobs,
  createPrices,
  createRunRecords,
  createRuns,
  createSegments,
  createShards,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { approveRun } from '../../../src/app/approval/index.ts';
import {
  cancelJob,
  launchJob,
  pauseJob,
  resolveInDoubt,
  resumeJob,
  retryFailed,
} from '../../../src/app/send-job/index.ts';
import { cancelRun, decideLook, pauseRun, resumeRun } from '../../../src/app/run/index.ts';
import { IN_DOUBT_POLICIES, type InDoubtPolicy } from '../../../src/domain/campaign/index.ts';
import { answerFields, field, type Field, type FieldAnswer, type FieldCaller } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { idArgument } from '../edge/id-argument.ts';
import { runAnswer } from '../edge/run-answer.ts';
import { connectPublisher } from '../edge/progress-publisher.ts';
import { writtenDown, type Told } from '../edge/written-down.ts';

const environment = readEnvironment(
  'SEND_JOB_TABLE',
  'DELIVERY_TABLE',
  'AUDIT_TABLE',
  'CAMPAIGN_TABLE',
  'SEGMENT_TABLE',
  'TEMPLATE_TABLE',
  'TEMPLATE_VERSION_TABLE',
  'SHARD_QUEUE_URL',
  'DIRECT_QUEUE_URL',
  'GRAPHQL_URL',
);
const database = connectDatabase();
const jobs = createJobs(database, { sendJob: environment.SEND_JOB_TABLE, delivery: environment.DELIVERY_TABLE });
const deps = {
  jobs,
  receiptFlags: jobs.receiptFlags,
  shards: createShards(database, environment.DELIVERY_TABLE),
  approvals: createApprovals(database, environment.DELIVERY_TABLE),
  budgets: createBudgets(database, environment.DELIVERY_TABLE),
  prices: createPrices(database, environment.DELIVERY_TABLE),
  campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
  segments: createSegments(database, environment.SEGMENT_TABLE),
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  runs: createRuns(database, environment.DELIVERY_TABLE),
  runRecords: createRunRecords(database, environment.DELIVERY_TABLE),
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  doorbell: createSqsDoorbell({
    queueUrl: environment.SHARD_QUEUE_URL,
    directQueueUrl: environment.DIRECT_QUEUE_URL,
  }),
  audit: createAudit(database, environment.AUDIT_TABLE),
  publisher: connectPublisher(environment.GRAPHQL_URL),
  clock: systemClock,
  ids: randomIds,
};

/** Characters of a part of what was approved that are written down. */
const MAX_TOLD = 500;

const JOB = z.object({ jobId: idArgument });
const RUN = z.object({ runId: idArgument });
const RUN_AND_TREATMENT = RUN.extend({ treatment: z.string() });
const LAUNCH = JOB.extend({ besideJobId: idArgument.exactOptional() });
const JOB_AND_POLICY = z.object({ jobId: idArgument, policy: z.enum(IN_DOUBT_POLICIES) });

/** A field that does one thing to one job, answers with the job's key, and is written down. */
function control<Input extends { readonly jobId: string; readonly policy?: InDoubtPolicy }>(
  input: z.ZodType<Input>,
  useCase: (command: Input & { readonly actor: FieldCaller }) => ReturnType<typeof launchJob>,
): Field {
  const run = async (given: Input, actor: FieldCaller): Promise<FieldAnswer & Told> => {
    const controlled = await useCase({ ...given, actor });
    if (!controlled.ok) return controlled;
    const { id, phase } = controlled.job;
    const policy = given.policy === undefined ? [] : [{ field: 'policy', to: given.policy }];
    return { ok: true, value: { id }, changes: [{ field: 'phase', to: phase }, ...policy] };
  };
  return writtenDown(deps, field(input, run), { subject: 'jobId' });
}

/** A field that gives one order to one run, answers with the run, and is written down. */
function controlRun(
  useCase: (command: z.infer<typeof RUN> & { readonly actor: FieldCaller }) => ReturnType<typeof pauseRun>,
): Field {
  const run = async (given: z.infer<typeof RUN>, actor: FieldCaller): Promise<FieldAnswer & Told> => {
    const controlled = await useCase({ ...given, actor });
    if (!controlled.ok) return controlled;
    return {
      ok: true,
      value: runAnswer(controlled.run),
      changes: [{ field: 'phase', to: controlled.run.phase }],
    };
  };
  return writtenDown(deps, field(RUN, run), { subject: 'runId' });
}

/** The audit log has who approved, whose work it is, and what exactly. */
const approveRunField = field(RUN, async ({ runId }, actor): Promise<FieldAnswer & Told> => {
  const approved = await approveRun(deps, { runId, actor });
  if (!approved.ok) return approved;
  const { author, subject } = approved.approval;
  return {
    ok: true,
    value: { id: approved.job.id },
    changes: [
      { field: 'author', to: author },
      { field: 'recipients', to: `${subject.recipients}` },
      { field: 'krwMicros', to: `${subject.krwMicros ?? 'unknown'}` },
      ...Object.entries(subject.parts).map(([part, to]) => ({ field: part, to: to.slice(0, MAX_TOLD) })),
    ],
  };
});

const decideLookField = field(RUN_AND_TREATMENT, async ({ runId, treatment }, actor): Promise<FieldAnswer & Told> => {
  const decided = await decideLook(deps, { runId, treatment, actor });
  if (!decided.ok) return decided;
  return { ok: true, value: runAnswer(decided.run), changes: [{ field: 'treatment', to: treatment }] };
});

export const handler = answerFields({
  approveRun: writtenDown(deps, approveRunField, { subject: 'runId' }),
  pauseRun: controlRun((command) => pauseRun(deps, command)),
  resumeRun: controlRun((command) => resumeRun(deps, command)),
  cancelRun: controlRun((command) => cancelRun(deps, command)),
  decideLook: writtenDown(deps, decideLookField, { subject: 'runId' }),
  launchJob: control(LAUNCH, (command) => launchJob(deps, command)),
  pauseJob: control(JOB, (command) => pauseJob(deps, command)),
  resumeJob: control(JOB, (command) => resumeJob(deps, command)),
  cancelJob: control(JOB, (command) => cancelJob(deps, command)),
  retryFailed: control(JOB, (command) => retryFailed(deps, command)),
  resolveInDoubt: control(JOB_AND_POLICY, (command) => resolveInDoubt(deps, command)),
});
