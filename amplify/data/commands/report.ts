import { a } from '@aws-amplify/backend';
import { READERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** What runs have done, and what they could show. Shares are from 0 to 1, intervals hold in 95 of 100 cases. */
export const reportCommands = {
  /** `estimate` is null where nobody was observed. */
  Interval: a.customType({ estimate: a.float(), low: a.float().required(), high: a.float().required() }),
  /** How far messages came: each number contains the next, up to `clicked`; `goal` are customers, `goalEvents` events. */
  FunnelRow: a.customType({
    wave: a.integer().required(),
    channel: a.ref('Channel').required(),
    treatment: a.string(),
    planned: a.integer().required(),
    accepted: a.integer().required(),
    delivered: a.integer().required(),
    opened: a.integer().required(),
    clicked: a.integer().required(),
    goal: a.integer().required(),
    goalEvents: a.integer().required(),
  }),
  /** Customers, how many of them came back, and their share; `lift` is that share less the share of the holdout. */
  GroupReport: a.customType({
    treatment: a.string(),
    members: a.integer().required(),
    returned: a.integer().required(),
    rate: a.ref('Interval').required(),
    lift: a.ref('Interval'),
    /** Of the holdout: those who share an address with somebody who got a message. */
    reached: a.integer(),
  }),
  LiftKind: a.enum(['MEASURED', 'NO_HOLDOUT']),
  /** NOT_DISTINGUISHABLE: the lift may be nothing; UNKNOWN_COST: a price is missing, or not everybody is counted yet. */
  CostPerReturnedKind: a.enum(['KRW', 'NOT_DISTINGUISHABLE', 'UNKNOWN_COST']),
  CostPerReturned: a.customType({
    kind: a.ref('CostPerReturnedKind').required(),
    estimate: a.float(),
    low: a.float(),
    high: a.float(),
  }),
  /** The share who came back, of those meant to be sent to less that of the holdout; and the same as customers. */
  LiftReport: a.customType({
    kind: a.ref('LiftKind').required(),
    lift: a.ref('Interval'),
    returned: a.ref('Interval'),
    /** Won for each customer who would not have come back otherwise. */
    krwPerReturned: a.ref('CostPerReturned'),
  }),
  ReportKpi: a.customType({ name: a.string().required(), value: a.float() }),
  ReportNote: a.customType({ code: a.string().required(), message: a.string().required() }),
  CampaignReport: a.customType({
    runId: a.id().required(),
    campaignId: a.id().required(),
    campaignName: a.string().required(),
    goal: a.ref('CampaignGoal').required(),
    asOf: a.datetime().required(),
    /** From 0 to 1; below it the report is of those who have been counted, and `cursor` goes on. */
    progress: a.float().required(),
    cursor: a.string(),
    rows: a.ref('FunnelRow').required().array().required(),
    treated: a.ref('GroupReport').required(),
    heldOut: a.ref('GroupReport').required(),
    treatments: a.ref('GroupReport').required().array().required(),
    lift: a.ref('LiftReport').required(),
    /** Null: a price is missing, or not everybody is counted yet. */
    costKrw: a.float(),
    kpis: a.ref('ReportKpi').required().array().required(),
    notes: a.ref('ReportNote').required().array().required(),
    /** RFC 4180, with a header. */
    csv: a.string().required(),
  }),
  /**
   * How far the messages of a run came, who came back within the window of the campaign's goal (or within `withinDays`),
   * against those who were held out, and what each customer more has cost. `runId` is that of its job. What takes longer
   * than a call is counted by the next one, with the `cursor` of the one before.
   */
  campaignReport: a
    .query()
    .arguments({ runId: a.id().required(), withinDays: a.integer(), cursor: a.string() })
    .returns(a.ref('CampaignReport'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  SmallestLiftKind: a.enum(['LIFT', 'NO_HOLDOUT', 'TOO_FEW']),
  /** `lift` is a difference of shares. NO_HOLDOUT: there is nobody to compare with; TOO_FEW: nothing would show. */
  SmallestLift: a.customType({
    kind: a.ref('SmallestLiftKind').required(),
    treated: a.integer().required(),
    heldOut: a.integer().required(),
    lift: a.float(),
    /** How many customers more that is. */
    returned: a.integer(),
  }),
  /**
   * The smallest lift that an audience with a holdout can show, when `baseRate` (0 to 1) of it come back anyway: with it
   * the interval of the difference lies above 0 in 80 of 100 runs.
   */
  smallestLift: a
    .query()
    .arguments({
      audience: a.integer().required(),
      holdoutPercent: a.float().required(),
      baseRate: a.float().required(),
    })
    .returns(a.ref('SmallestLift'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
