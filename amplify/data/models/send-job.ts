import { a } from '@aws-amplify/backend';
import { EXCLUSION_REASONS, JOB_PHASES, RECIPIENT_STATUSES, RETRY_KINDS } from '../../../src/domain/send-job/index.ts';
import { READERS } from '../../auth/groups.ts';

/** Where included customers stand: of a whole job, and of each of its steps. */
export const stepTotals = () => ({
  included: a.integer().required(),
  accepted: a.integer().required(),
  delivered: a.integer().required(),
  opened: a.integer().required(),
  clicked: a.integer().required(),
  // Not required: the rows of jobs from before complaints were counted have none.
  complained: a.integer(),
  failed: a.integer().required(),
  optedOut: a.integer().required(),
  skipped: a.integer().required(),
  inDoubt: a.integer().required(),
});

/** Where everyone of a job stands, as the job's row and its live snapshots both say; receipts are contained. */
export const totals = () => ({
  planned: a.integer().required(),
  excluded: a.ref('ExcludedCount').required().array().required(),
  ...stepTotals(),
  steps: a.ref('StepProgress').required().array().required(),
  recipientsPerSecond: a.float(),
  secondsLeft: a.integer(),
  phaseReason: a.string(),
});

/** One wave of a run of a campaign, or a direct send. `seq` orders what is known of it: of two snapshots the higher one is the newer. */
export const sendJobModels = {
  JobPhase: a.enum(JOB_PHASES),
  RecipientStatus: a.enum(RECIPIENT_STATUSES),
  ExclusionReason: a.enum(EXCLUSION_REASONS),
  RetryKind: a.enum(RETRY_KINDS),
  /** Of a campaign with treatments: one for each step (counted from 0) and treatment (named). */
  StepProgress: a.customType({
    channel: a.ref('Channel').required(),
    stepIndex: a.integer(),
    treatment: a.string(),
    ...stepTotals(),
  }),
  ExcludedCount: a.customType({ reason: a.ref('ExclusionReason').required(), count: a.integer().required() }),
  SendJob: a
    .model({
      campaignId: a.id().required(),
      phase: a.ref('JobPhase').required(),
      seq: a.integer().required(),
      ...totals(),
      campaignName: a.string(),
      /** The names of the campaign's treatments. */
      treatments: a.string().required().array(),
      segmentId: a.id(),
      segmentVersion: a.integer(),
      /** The run that it is a wave of; the first wave's job has the id of the run. */
      runId: a.id(),
      /** Which wave of the run, from 0. */
      wave: a.integer(),
      shardCount: a.integer(),
      round: a.integer(),
      retry: a.ref('RetryKind'),
      doubtHeldAt: a.datetime(),
      doubtHeldBy: a.string(),
      /** Who approved it as it is planned, and when; what is changed since makes it lapse. */
      approvedBy: a.string(),
      approvedAt: a.datetime(),
      sendAt: a.datetime(),
      sendUntil: a.datetime(),
      // When a job that is PAUSED because a provider's quota is used up goes on by itself.
      resumeAt: a.datetime(),
      createdBy: a.string(),
      startedAt: a.datetime(),
      launchedBy: a.string(),
      endedAt: a.datetime(),
      /** When its records end; absent: they are kept. */
      keptUntil: a.datetime(),
      /** Since when nobody works the job, because what is stored of it cannot be read. */
      damagedAt: a.datetime(),
      createdAt: a.datetime().required(),
    })
    .secondaryIndexes((index) => [index('campaignId').sortKeys(['createdAt']).queryField('jobsByCampaign')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
