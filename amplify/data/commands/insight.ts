import { a } from '@aws-amplify/backend';
import { PEOPLE_KINDS } from '../../../src/domain/insight/index.ts';
import { ANALYSTS, READERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

const handler = a.handler.custom({ dataSource: COMMAND_SOURCES.readReports, entry: '../resolvers/invoke-command.js' });

/** What every report takes: days in Korea, both included, and the query of an earlier call to look after. */
const asked = { from: a.string().required(), to: a.string().required(), queryId: a.id() };

/** What every report says of itself. */
const told = {
  /** RUNNING: there are no rows yet; ask again with `queryId`. */
  state: a.ref('ReportState').required(),
  queryId: a.id().required(),
  /** When it was asked: what the lake held by then is in it. */
  asOf: a.datetime().required(),
  /** What the query read, in bytes, and what that costs in won (null: no exchange rate is known). */
  scannedBytes: a.float(),
  costKrw: a.float(),
};

/**
 * What customers did, counted from the lake. Counts of people are exact and never added up: a week counts its own. Numbers
 * that may pass two thousand million are floats, which are exact up to 2^53.
 */
export const insightCommands = {
  ReportState: a.enum(['DONE', 'RUNNING']),
  ReportGrain: a.enum(['DAY', 'WEEK', 'MONTH', 'TOTAL']),
  PeopleKind: a.enum(PEOPLE_KINDS),
  /** New: the first activity ever lies in the period. Dormant: at its end the last one is `dormantDays` ago, or more. */
  ActivityRow: a.customType({
    grain: a.ref('ReportGrain').required(),
    period: a.string().required(),
    lastDay: a.string().required(),
    active: a.integer().required(),
    newCustomers: a.integer().required(),
    returningCustomers: a.integer().required(),
    dormant: a.integer().required(),
    /** The period is not over: its numbers will grow. */
    isUnfinished: a.boolean().required(),
  }),
  ActivityReport: a.customType({ ...told, rows: a.ref('ActivityRow').required().array().required() }),
  /** Active customers by day, week (from Monday), month and in all: those who did `name`, or anything. */
  activityReport: a
    .query()
    .arguments({ ...asked, name: a.string(), dormantDays: a.integer() })
    .returns(a.ref('ActivityReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /**
   * `customerKey` is the random key that the lake knows them by, `customerId` who they are: null of those who were erased.
   * `days` are those with activity from `from` on.
   */
  ActivePerson: a.customType({
    customerId: a.string(),
    customerKey: a.string().required(),
    firstDay: a.string().required(),
    lastDay: a.string().required(),
    days: a.integer().required(),
  }),
  ActivityPeople: a.customType({
    ...told,
    rows: a.ref('ActivePerson').required().array().required(),
    cursor: a.string(),
  }),
  /** The people behind a number of `activityReport`, a thousand at a time. */
  activityPeople: a
    .query()
    .arguments({
      ...asked,
      kind: a.ref('PeopleKind').required(),
      name: a.string(),
      dormantDays: a.integer(),
      cursor: a.string(),
    })
    .returns(a.ref('ActivityPeople'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** `share` is null where the cohort is nobody. */
  RetentionCell: a.customType({
    cohort: a.string().required(),
    week: a.string().required(),
    weeksLater: a.integer().required(),
    size: a.integer().required(),
    people: a.integer().required(),
    share: a.float(),
    isUnfinished: a.boolean().required(),
  }),
  RetentionReport: a.customType({ ...told, rows: a.ref('RetentionCell').required().array().required() }),
  /** Of those who were new in a week (Monday to Sunday in Korea), how many were active in each week after it. */
  retentionReport: a
    .query()
    .arguments({ ...asked, name: a.string() })
    .returns(a.ref('RetentionReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  FunnelStep: a.customType({
    step: a.integer().required(),
    name: a.string().required(),
    customers: a.integer().required(),
    ofFirst: a.float(),
    ofStepBefore: a.float(),
  }),
  FunnelReport: a.customType({ ...told, rows: a.ref('FunnelStep').required().array().required() }),
  /**
   * How many customers did `steps` in their order within `withinHours` from the first, which lies in the span. Every first
   * step may begin; events of one moment are in order.
   */
  funnelReport: a
    .query()
    .arguments({ ...asked, steps: a.string().required().array().required(), withinHours: a.float().required() })
    .returns(a.ref('FunnelReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** `day` or `name` is null in sums over all days or names. */
  EventCount: a.customType({
    day: a.string(),
    name: a.string(),
    events: a.float().required(),
    people: a.integer().required(),
  }),
  EventValueKind: a.enum(['VALUE', 'EMPTY', 'NONE', 'OTHER']),
  /** EMPTY: a text without letters; NONE: events without the attribute; OTHER: beyond the thousand most frequent values. */
  EventValueCount: a.customType({
    kind: a.ref('EventValueKind').required(),
    value: a.string().required(),
    events: a.float().required(),
  }),
  /** `events` had the metric; of all days `day` is null. */
  EventSum: a.customType({ day: a.string(), events: a.float().required(), total: a.float().required() }),
  EventReport: a.customType({
    ...told,
    rows: a.ref('EventCount').required().array().required(),
    values: a.ref('EventValueCount').required().array().required(),
    sums: a.ref('EventSum').required().array().required(),
  }),
  /** Events by name and day; of one name by the values of an `attribute`, or the sum of a `metric` by day. */
  eventReport: a
    .query()
    .arguments({ ...asked, name: a.string(), attribute: a.string(), metric: a.string() })
    .returns(a.ref('EventReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** Customers by channel as counted last on the day (null: not counted), and what was decided about consent on it. */
  ReachRow: a.customType({
    day: a.string().required(),
    channel: a.string().required(),
    customers: a.integer(),
    reachable: a.integer(),
    adConsent: a.integer(),
    nightConsent: a.integer(),
    adGranted: a.integer().required(),
    adWithdrawn: a.integer().required(),
    nightGranted: a.integer().required(),
    nightWithdrawn: a.integer().required(),
  }),
  ReachReport: a.customType({ ...told, rows: a.ref('ReachRow').required().array().required() }),
  /** How many customers each channel reached, with their consent, over time. */
  reachReport: a
    .query()
    .arguments(asked)
    .returns(a.ref('ReachReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** What a row is not about is null: sums come first. `unpriced` messages are not in `costKrw`. */
  CostRow: a.customType({
    day: a.string(),
    channel: a.string(),
    campaignId: a.string(),
    messages: a.float().required(),
    parts: a.float().required(),
    costKrw: a.float().required(),
    unpriced: a.float().required(),
  }),
  CostReport: a.customType({ ...told, rows: a.ref('CostRow').required().array().required() }),
  /** What messages cost by day, channel and campaign. */
  costReport: a
    .query()
    .arguments(asked)
    .returns(a.ref('CostReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** `openWindows`: members whose days are not over. `lift`: the share less that of the holdout, where there is one. */
  ReturnedArm: a.customType({
    arm: a.string().required(),
    members: a.integer().required(),
    returned: a.integer().required(),
    openWindows: a.integer().required(),
    rate: a.ref('Interval').required(),
    lift: a.ref('Interval'),
  }),
  ReturnedReport: a.customType({ ...told, rows: a.ref('ReturnedArm').required().array().required() }),
  /** Who did something within `withinDays` after a message of the campaign that was sent in the span, by treatment and holdout. */
  returnedReport: a
    .query()
    .arguments({
      ...asked,
      campaignId: a.id().required(),
      runId: a.id(),
      withinDays: a.integer().required(),
      name: a.string(),
    })
    .returns(a.ref('ReturnedReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  /** `people` did something in this hour of a day, each counted once for each day. */
  HourRow: a.customType({
    hour: a.integer().required(),
    people: a.float().required(),
    sent: a.float().required(),
    opened: a.float().required(),
    openRate: a.ref('Interval').required(),
  }),
  BestHourReport: a.customType({ ...told, rows: a.ref('HourRow').required().array().required() }),
  /** At which hour of the day in Korea customers are there, and how many of the messages sent in it were opened. */
  bestHourReport: a
    .query()
    .arguments({ ...asked, channel: a.ref('Channel') })
    .returns(a.ref('BestHourReport'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
  AnswerColumn: a.customType({ name: a.string().required(), type: a.string().required() }),
  LakeAnswer: a.customType({
    ...told,
    columns: a.ref('AnswerColumn').required().array().required(),
    /** Each row as a JSON list of texts and nulls, in the order of the columns. */
    rows: a.json().required().array().required(),
    cursor: a.string(),
  }),
  /**
   * Runs an analyst's own SQL: one SELECT over the tables of the lake, up to a thousand rows a page. Anything else is refused
   * before it runs, with SQL_REFUSED.
   */
  runReport: a
    .query()
    .arguments({ sql: a.string().required(), queryId: a.id(), cursor: a.string() })
    .returns(a.ref('LakeAnswer'))
    .handler(handler)
    .authorization((allow) => [allow.groups(ANALYSTS)]),
  /** `url` opens the dashboard once, until `expiresAt`, for whoever asked; then it is there for `sessionMinutes`. */
  DashboardEmbed: a.customType({
    url: a.string().required(),
    expiresAt: a.datetime().required(),
    sessionMinutes: a.integer().required(),
  }),
  /**
   * An address of the QuickSight dashboard, to be embedded, for whoever is signed in and registered in QuickSight. Where there
   * is none, DASHBOARD_NOT_SET_UP: the built-in reports show the same numbers.
   */
  dashboardEmbedUrl: a
    .query()
    .returns(a.ref('DashboardEmbed'))
    .handler(handler)
    .authorization((allow) => [allow.groups(READERS)]),
};
