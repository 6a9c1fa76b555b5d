import { a } from '@aws-amplify/backend';
import { CAP_PERIODS } from '../../../src/domain/campaign/index.ts';
import { NOTICE_KINDS } from '../../../src/domain/law/index.ts';
import { ADMINS, NO_USER_GROUP, READERS, WRITERS } from '../../auth/groups.ts';
import { totals } from '../models/send-job.ts';
import { COMMAND_SOURCES, DELIVERY_TABLE_SOURCE } from './data-sources.ts';

/** These differ in nothing but their name, which reaches the function, and in what else they are told. */
const controlJob = (more: { policy?: ReturnType<typeof inDoubtPolicy>; besideJobId?: ReturnType<typeof a.id> } = {}) =>
  a
    .mutation()
    .arguments({ jobId: a.id().required(), ...more })
    .returns(a.ref('SendJob'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.controlJob, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]);

const inDoubtPolicy = () => a.ref('InDoubtPolicy').required();

/** Fields of a snapshot, which the publisher gives and every watcher receives. */
const jobProgress = () => ({
  jobId: a.id().required(),
  seq: a.integer().required(),
  phase: a.ref('JobPhase').required(),
  ...totals(),
  at: a.datetime().required(),
});

const deliveryUpdate = () => ({
  jobId: a.id().required(),
  customerId: a.id().required(),
  endpointId: a.id().required(),
  channel: a.ref('Channel').required(),
  status: a.ref('RecipientStatus').required(),
  code: a.string(),
  at: a.datetime().required(),
});

/** Commands, queries and live progress of send jobs. */
export const sendJobCommands = {
  /** `besideJobId`: another run of the campaign that is not through or has just gone out, when both are wanted. */
  launchJob: controlJob({ besideJobId: a.id() }),
  /**
   * Approves a planned run (by the id of its job) as it is: these versions, to so many people, at this cost. It takes
   * somebody else than who saved the campaign or planned the run, who has signed in within the last ten minutes.
   */
  approveRun: a
    .mutation()
    .arguments({ runId: a.id().required() })
    .returns(a.ref('SendJob'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.controlJob, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  pauseJob: controlJob(),
  resumeJob: controlJob(),
  cancelJob: controlJob(),
  retryFailed: controlJob(),
  resolveInDoubt: controlJob({ policy: inDoubtPolicy() }),
  /**
   * `stepIndex` and `treatment` count the campaign's from 0; `reason` is why a customer was excluded or skipped; `code` what
   * the provider or we said of a failure.
   */
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
  PlanOutcome: a.enum(['INCLUDED', 'EXCLUDED']),
  listRecipients: a
    .query()
    .arguments({
      jobId: a.id().required(),
      outcome: a.ref('PlanOutcome'),
      status: a.ref('RecipientStatus'),
      reason: a.ref('ExclusionReason'),
      limit: a.integer(),
      nextToken: a.string(),
    })
    .returns(a.ref('RecipientPage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** Of a campaign with treatments: one for each step (counted from 0) and treatment (named). */
  ChannelReview: a.customType({
    channel: a.ref('Channel').required(),
    stepIndex: a.integer(),
    treatment: a.string(),
    included: a.integer().required(),
    /** In won; null when no price was known. */
    costKrw: a.float(),
    sample: a.id().required().array().required(),
  }),
  ReasonReview: a.customType({
    reason: a.ref('ExclusionReason').required(),
    count: a.integer().required(),
    sample: a.id().required().array().required(),
  }),
  /**
   * What a plan would do: people by channel and by reason, up to ten customers of each, and what it would cost in won,
   * as if the free units of the month were used up (null when a price is missing). With `withActualCost`, which reads what
   * became of every message: what it has cost until now, less what was paid back, and apart from it what those cost of
   * whom nobody knows whether they were sent to.
   */
  PlanReview: a.customType({
    jobId: a.id().required(),
    planned: a.integer().required(),
    included: a.integer().required(),
    costKrw: a.float(),
    budgetKrw: a.integer(),
    actualCostKrw: a.float(),
    inDoubtCostKrw: a.float(),
    /**
     * Recipients whose time zone is none that there is, and those without one: Asia/Seoul is taken for both. Null: of direct
     * sends, which are not counted.
     */
    unknownZones: a.integer(),
    missingZones: a.integer(),
    channels: a.ref('ChannelReview').required().array().required(),
    reasons: a.ref('ReasonReview').required().array().required(),
  }),
  reviewPlan: a
    .query()
    .arguments({ jobId: a.id().required(), withActualCost: a.boolean() })
    .returns(a.ref('PlanReview'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** WOULD_BE: decided anew, because the plan does not hold the customer. */
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
    treatment: a.integer(),
    message: a.string().required(),
    /** The rule behind the reason, and what of the customer met it. */
    rule: a.string(),
    /** What would be decided now, where that differs from the plan. */
    sincePlan: a.string(),
  }),
  explainRecipient: a
    .query()
    .arguments({ jobId: a.id().required(), customerId: a.id().required() })
    .returns(a.ref('RecipientExplanation'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** A snapshot: absolute totals, ordered by `seq`. */
  JobProgress: a.customType(jobProgress()),
  /** Only the system's functions: subscribers receive exactly the fields the publisher selects, so it selects all. */
  publishJobProgress: a
    .mutation()
    .arguments(jobProgress())
    .returns(a.ref('JobProgress'))
    .handler(a.handler.custom({ entry: '../resolvers/publish-system-event.js' }))
    .authorization((allow) => [allow.group(NO_USER_GROUP)]),
  onJobProgress: a
    .subscription()
    .for(a.ref('publishJobProgress'))
    .arguments({ jobId: a.id().required() })
    .handler(a.handler.custom({ entry: '../resolvers/on-job-progress.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** One recipient's status; only the system's functions, and only for customers whom somebody watches. */
  DeliveryUpdate: a.customType(deliveryUpdate()),
  publishDelivery: a
    .mutation()
    .arguments(deliveryUpdate())
    .returns(a.ref('DeliveryUpdate'))
    .handler(a.handler.custom({ entry: '../resolvers/publish-system-event.js' }))
    .authorization((allow) => [allow.group(NO_USER_GROUP)]),
  /** Subscribing leaves a note for the engine, which pushes the statuses of watched customers and of nobody else. */
  onDelivery: a
    .subscription()
    .for(a.ref('publishDelivery'))
    .arguments({ jobId: a.id().required(), customerId: a.id().required() })
    .handler([
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/own-job.js' }),
      a.handler.custom({ dataSource: DELIVERY_TABLE_SOURCE, entry: '../resolvers/watch-delivery.js' }),
      a.handler.custom({ entry: '../resolvers/on-delivery.js' }),
    ])
    .authorization((allow) => [allow.groups(READERS), allow.custom()]),
  /** Messages per second of each channel, over all jobs; a channel without one is as fast as its provider. */
  ChannelRates: a.customType({ PUSH: a.integer(), EMAIL: a.integer(), SMS: a.integer(), CUSTOM: a.integer() }),
  NoticeKind: a.enum(NOTICE_KINDS),
  /** By which TRANSACTIONAL template people on a channel are told of their consent; at most one for each notice. */
  NoticeTemplate: a.customType({
    notice: a.ref('NoticeKind').required(),
    channel: a.ref('Channel').required(),
    templateId: a.id().required(),
  }),
  CapPeriod: a.enum(CAP_PERIODS),
  /** The most messages of a class to one customer in a day, a week from Monday or a month of their own clocks, from all campaigns and calls together. */
  FrequencyCap: a.customType({
    messageClass: a.ref('MessageClass').required(),
    period: a.ref('CapPeriod').required(),
    most: a.integer().required(),
  }),
  ApprovalLimits: a.customType({ recipients: a.integer(), krw: a.integer() }),
  DeliverySettings: a.customType({
    isStopped: a.boolean().required(),
    reason: a.string().required(),
    messagesPerSecond: a.ref('ChannelRates').required(),
    retentionDays: a.integer().required(),
    destinations: a.ref('Destination').required().array().required(),
    /** Above either, somebody else than its author approves a run; null: never. */
    approval: a.ref('ApprovalLimits'),
    /** What all runs of a month in Korea may cost together, in won; null: as much as they do. */
    monthlyBudgetKrw: a.integer(),
    noticeTemplates: a.ref('NoticeTemplate').required().array().required(),
    frequencyCaps: a.ref('FrequencyCap').required().array().required(),
    /** How often they were saved. */
    revision: a.integer().required(),
  }),
  deliverySettings: a
    .query()
    .returns(a.ref('DeliverySettings'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.changeSettings, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /**
   * The kill switch and the rates of channels, for every job at once, and for how many days the records of later direct
   * sends are kept. What is left out stays as it is; destinations are given all together, and so are caps. Jobs keep the destinations that
   * they were planned with.
   */
  saveDeliverySettings: a
    .mutation()
    .arguments({
      isStopped: a.boolean(),
      reason: a.string(),
      messagesPerSecond: a.ref('ChannelRates'),
      retentionDays: a.integer(),
      destinations: a.ref('Destination').required().array(),
      approval: a.ref('ApprovalLimits'),
      // 0: a month may cost what it does.
      monthlyBudgetKrw: a.integer(),
      noticeTemplates: a.ref('NoticeTemplate').required().array(),
      frequencyCaps: a.ref('FrequencyCap').required().array(),
      /** As it was read: refused (CONFLICT) when somebody else has saved since. Without it only what is named here is changed. */
      revision: a.integer(),
    })
    .returns(a.ref('DeliverySettings'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.changeSettings, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(ADMINS)]),
};
