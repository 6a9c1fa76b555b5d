import { a } from '@aws-amplify/backend';
import { NO_USER_GROUP, READERS, WRITERS } from '../../auth/groups.ts';
import { totals } from '../models/send-job.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** launch, pause, resume and cancel differ in nothing but their name, which reaches the function. */
const controlJob = () =>
  a
    .mutation()
    .arguments({ jobId: a.id().required() })
    .returns(a.ref('SendJob'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.controlJob, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]);

/** Fields of a snapshot, which the publisher gives and every watcher receives. */
const jobProgress = () => ({
  jobId: a.id().required(),
  seq: a.integer().required(),
  phase: a.ref('JobPhase').required(),
  ...totals(),
  recipientsPerSecond: a.float(),
  at: a.datetime().required(),
});

/** Commands, queries and live progress of send jobs. */
export const sendJobCommands = {
  launchJob: controlJob(),
  pauseJob: controlJob(),
  resumeJob: controlJob(),
  cancelJob: controlJob(),
  /** `reason` is why a customer was excluded or skipped; `code` what the provider or we said of a failure. */
  JobRecipient: a.customType({
    customerId: a.id().required(),
    endpointId: a.id(),
    stepIndex: a.integer(),
    treatment: a.integer(),
    status: a.ref('RecipientStatus'),
    reason: a.ref('ExclusionReason'),
    code: a.string(),
  }),
  RecipientPage: a.customType({
    items: a.ref('JobRecipient').required().array().required(),
    nextToken: a.string(),
  }),
  listRecipients: a
    .query()
    .arguments({
      jobId: a.id().required(),
      status: a.ref('RecipientStatus'),
      reason: a.ref('ExclusionReason'),
      limit: a.integer(),
      nextToken: a.string(),
    })
    .returns(a.ref('RecipientPage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.listRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** WOULD_BE: decided anew, because the plan does not hold the customer or is too large to search. */
  RecipientOutcome: a.enum(['INCLUDED', 'EXCLUDED', 'WOULD_BE_INCLUDED', 'WOULD_BE_EXCLUDED']),
  RecipientExplanation: a.customType({
    customerId: a.id().required(),
    outcome: a.ref('RecipientOutcome').required(),
    reason: a.ref('ExclusionReason'),
    status: a.ref('RecipientStatus'),
    code: a.string(),
    channel: a.ref('Channel'),
    endpointId: a.id(),
    stepIndex: a.integer(),
    message: a.string().required(),
  }),
  explainRecipient: a
    .query()
    .arguments({ jobId: a.id().required(), customerId: a.id().required() })
    .returns(a.ref('RecipientExplanation'))
    .handler(
      a.handler.custom({ dataSource: COMMAND_SOURCES.explainRecipient, entry: '../resolvers/invoke-command.js' }),
    )
    .authorization((allow) => [allow.groups(READERS)]),
  /** A snapshot: absolute totals, ordered by `seq`. */
  JobProgress: a.customType(jobProgress()),
  /** Only the system's functions: subscribers receive exactly the fields the publisher selects, so it selects all. */
  publishJobProgress: a
    .mutation()
    .arguments(jobProgress())
    .returns(a.ref('JobProgress'))
    .handler(a.handler.custom({ entry: '../resolvers/publish-job-progress.js' }))
    .authorization((allow) => [allow.group(NO_USER_GROUP)]),
  onJobProgress: a
    .subscription()
    .for(a.ref('publishJobProgress'))
    .arguments({ jobId: a.id().required() })
    .handler(a.handler.custom({ entry: '../resolvers/on-job-progress.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
