import { a } from '@aws-amplify/backend';
import { GOES_ON, IN_DOUBT_POLICIES, WHEN_CLOSED } from '../../../src/domain/campaign/index.ts';
import { LOOK_METRICS, NO_WINNER_RULES } from '../../../src/domain/experiment/index.ts';
import { MISSED_RULES, PASSED_RULES, SCHEDULE_TYPES, WEEKDAYS } from '../../../src/domain/schedule/index.ts';
import { ENTRY_KINDS } from '../../../src/domain/trigger/index.ts';
import { READERS } from '../../auth/groups.ts';

/** What goes to whom, and within which limits. */
export const campaignModels = {
  InDoubtPolicy: a.enum(IN_DOUBT_POLICIES),
  GoesOn: a.enum(GOES_ON),
  CampaignStep: a.customType({
    channel: a.ref('TemplateChannel').required(),
    templateId: a.id().required(),
    templateVersion: a.integer(),
    /** More than 0: the step begins a wave, so many minutes after the wave before was sent to all. */
    waitMinutes: a.integer(),
    /** Of a step that waits: who of the wave before goes on; absent: NOT_DELIVERED and NOT_REACHABLE. */
    goesOn: a.ref('GoesOn').required().array(),
    /** Of a CUSTOM step: the named destination that it goes to (deliverySettings); absent: the deployment's own channel. */
    destination: a.string(),
    /** Of a CUSTOM step: the types of endpoints that it takes; absent: those that are CUSTOM themselves. */
    endpointTypes: a.ref('ChannelType').required().array(),
  }),
  QuietTime: a.customType({ start: a.string().required(), end: a.string().required() }),
  MessageCaps: a.customType({ daily: a.integer(), total: a.integer() }),
  ScheduleType: a.enum(SCHEDULE_TYPES),
  Weekday: a.enum(WEEKDAYS),
  MissedRule: a.enum(MISSED_RULES),
  PassedRule: a.enum(PASSED_RULES),
  /**
   * When a campaign runs. Times without an offset are what clocks show in `timezone`, an IANA name or LOCAL (each
   * customer's own time; absent: Asia/Seoul): `2026-12-24T10:00`, or `2026-12-24` for a day.
   */
  CampaignSchedule: a.customType({
    type: a.ref('ScheduleType').required(),
    timezone: a.string(),
    /** AT: the time; with an offset it is a moment. */
    at: a.string(),
    /** DAILY, WEEKLY, MONTHLY: `HH:MM`. */
    time: a.string(),
    /** HOURLY: 0 (the default) to 59. */
    minute: a.integer(),
    /** Every n hours, days, weeks or months, counted from `start`. */
    every: a.integer(),
    days: a.ref('Weekday').required().array(),
    /** MONTHLY: 1 to 31; months that are too short run on their last day. */
    dayOfMonth: a.integer(),
    /** CRON: five fields, with cron's own meaning. */
    cron: a.string(),
    start: a.string(),
    /** Included; a day: until its end. */
    end: a.string(),
    /** Absent: AT is made up, all others are skipped. */
    missed: a.ref('MissedRule'),
    /** MAKE_UP: how late a run may begin; absent: a day. */
    makeUpWithinMinutes: a.integer(),
    /** AT in LOCAL time: what becomes of customers whose time has passed at the launch. */
    passed: a.ref('PassedRule'),
  }),
  /** Other words than the step's own: of one of the campaign's steps, counted from 0. */
  TreatmentTemplate: a.customType({
    stepIndex: a.integer().required(),
    templateId: a.id().required(),
    templateVersion: a.integer(),
  }),
  /** A variant of the words; the shares of all are 100 % together. The name says who gets it: another name, other people. */
  Treatment: a.customType({
    name: a.string().required(),
    sharePercent: a.float().required(),
    templates: a.ref('TreatmentTemplate').required().array(),
  }),
  LookMetric: a.enum(LOOK_METRICS),
  NoWinnerRule: a.enum(NO_WINNER_RULES),
  /**
   * The one look at the treatments, declared beforehand: they go to `testPercent` of the audience, and `afterMinutes` after
   * the launch the one that is better than each other by `metric` goes to the rest.
   */
  Look: a.customType({
    metric: a.ref('LookMetric').required(),
    afterMinutes: a.integer().required(),
    testPercent: a.float().required(),
    ifNoWinner: a.ref('NoWinnerRule').required(),
  }),
  /** That a customer does something within so many days of a message; without an event: whatever they do. */
  CampaignGoal: a.customType({ event: a.string(), withinDays: a.integer().required() }),
  WhenClosed: a.enum(WHEN_CLOSED),
  EntryKind: a.enum(ENTRY_KINDS),
  WaitType: a.enum(['DURATION', 'UNTIL_ATTRIBUTE', 'UNTIL_DATE']),
  /** How often an event opens the campaign for one customer; `days` with ONCE_IN_DAYS. */
  EntryRule: a.customType({ kind: a.ref('EntryKind').required(), days: a.integer() }),
  /**
   * How long after the event the message is sent: `minutes`, or at `time` (`HH:MM`) n days before the day that the customer has
   * as `attribute`, or before `date`.
   */
  TriggerWait: a.customType({
    type: a.ref('WaitType').required(),
    minutes: a.integer(),
    attribute: a.string(),
    date: a.string(),
    daysBefore: a.integer(),
    time: a.string(),
  }),
  /** The event that opens the campaign for whoever it happens to; what waits longer than `expiresAfterMinutes` is not sent. */
  CampaignTrigger: a.customType({
    event: a.string().required(),
    rule: a.ref('EntryRule').required(),
    expiresAfterMinutes: a.integer().required(),
    wait: a.ref('TriggerWait').required(),
  }),
  Campaign: a
    .model({
      name: a.string().required(),
      segmentId: a.id().required(),
      segment: a.belongsTo('Segment', 'segmentId'),
      messageClass: a.ref('MessageClass').required(),
      steps: a.ref('CampaignStep').required().array().required(),
      holdoutPercent: a.float().required(),
      treatments: a.ref('Treatment').required().array(),
      look: a.ref('Look'),
      messagesPerSecond: a.integer(),
      inDoubtPolicy: a.ref('InDoubtPolicy').required(),
      quietTime: a.ref('QuietTime'),
      caps: a.ref('MessageCaps'),
      /** Whether a message that must not go at an hour (night, quiet time, a closed destination) waits until it may. */
      whenClosed: a.ref('WhenClosed'),
      /** So long after the launch of its wave a message is not sent any more. */
      expiresAfterMinutes: a.integer(),
      /** Whoever one of its runs has sent to is in none of the later ones. A duplicate is another campaign. */
      oncePerCustomer: a.boolean(),
      maxDurationMinutes: a.integer(),
      budgetKrw: a.integer(),
      /** How often anything but its name was changed. */
      edits: a.integer(),
      goal: a.ref('CampaignGoal'),
      schedule: a.ref('CampaignSchedule'),
      /** Since when it has this schedule, in milliseconds since the epoch. */
      scheduleSince: a.float(),
      trigger: a.ref('CampaignTrigger'),
    })
    .secondaryIndexes((index) => [index('name').queryField('campaignsByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
