import { a } from '@aws-amplify/backend';
import { LOOK_OUTCOMES, LOOK_STATUSES } from '../../../src/domain/experiment/index.ts';
import { RUN_PHASES } from '../../../src/domain/run/index.ts';
import { READERS, WRITERS } from '../../auth/groups.ts';
import { stepTotals } from '../models/send-job.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** These differ in nothing but their name, which reaches the function. */
const controlRun = () =>
  a
    .mutation()
    .arguments({ runId: a.id().required() })
    .returns(a.ref('Run'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.controlJob, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]);

/** Runs of campaigns: the occurrences of each, over all their waves. */
export const runCommands = {
  RunPhase: a.enum(RUN_PHASES),
  /**
   * One occurrence of a campaign. `wave` is the one that is being sent or awaited, from 0, and `waveAt` when it begins;
   * each wave is a SendJob, of which the first has the id of the run.
   */
  Run: a.customType({
    id: a.id().required(),
    campaignId: a.id().required(),
    campaignName: a.string().required(),
    phase: a.ref('RunPhase').required(),
    /** Why the system ended it. */
    phaseReason: a.string(),
    wave: a.integer().required(),
    waveCount: a.integer().required(),
    waveAt: a.datetime(),
    createdAt: a.datetime().required(),
    createdBy: a.string().required(),
    endedAt: a.datetime(),
    look: a.ref('RunLook'),
  }),
  LookStatus: a.enum(LOOK_STATUSES),
  LookOutcome: a.enum(LOOK_OUTCOMES),
  /** Of those whom the trial sent one treatment to, how many did what is looked at. */
  LookArm: a.customType({
    treatment: a.string().required(),
    successes: a.integer().required(),
    trials: a.integer().required(),
  }),
  /** The treatment with the highest share against another: the difference of their shares, with its interval. */
  LookComparison: a.customType({
    against: a.string(),
    difference: a.float(),
    low: a.float().required(),
    high: a.float().required(),
  }),
  /** The one look at a run's treatments. `restGets` is absent while nothing is decided: the rest waits. */
  RunLook: a.customType({
    status: a.ref('LookStatus').required(),
    metric: a.ref('LookMetric').required(),
    afterMinutes: a.integer().required(),
    testPercent: a.float().required(),
    ifNoWinner: a.ref('NoWinnerRule').required(),
    dueAt: a.datetime(),
    takenAt: a.datetime(),
    outcome: a.ref('LookOutcome'),
    confidence: a.float(),
    message: a.string(),
    arms: a.ref('LookArm').required().array(),
    comparisons: a.ref('LookComparison').required().array(),
    restGets: a.string(),
    decidedBy: a.string(),
    decidedAt: a.datetime(),
  }),
  RunPage: a.customType({ items: a.ref('Run').required().array().required(), nextToken: a.string() }),
  RunCounts: a.customType(stepTotals()),
  RunWave: a.customType({
    wave: a.integer().required(),
    jobId: a.id().required(),
    phase: a.ref('JobPhase').required(),
    phaseReason: a.string(),
    /** When it begins, or began, by itself; absent for the first wave. */
    sendAt: a.datetime(),
    startedAt: a.datetime(),
    endedAt: a.datetime(),
    planned: a.integer().required(),
    excluded: a.ref('ExcludedCount').required().array().required(),
    ...stepTotals(),
  }),
  /**
   * Everybody of a run, each counted once: where the last wave that planned them left them. planned = outcomes.included +
   * Σ excluded. `messages` are those of all waves.
   */
  RunProgress: a.customType({
    run: a.ref('Run').required(),
    planned: a.integer().required(),
    excluded: a.ref('ExcludedCount').required().array().required(),
    outcomes: a.ref('RunCounts').required(),
    messages: a.ref('RunCounts').required(),
    waves: a.ref('RunWave').required().array().required(),
  }),
  /** Nothing is sent any more, and no wave begins, until the run is resumed. */
  pauseRun: controlRun(),
  /** Goes on; a wave whose time has passed meanwhile begins at once. */
  resumeRun: controlRun(),
  /** Ends the run for good. */
  cancelRun: controlRun(),
  /** Where a look had no winner and was declared to HOLD: the rest gets this treatment. Decided once. */
  decideLook: a
    .mutation()
    .arguments({ runId: a.id().required(), treatment: a.string().required() })
    .returns(a.ref('Run'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.controlJob, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** The runs of a campaign, the newest first; `limit` is 1 to 100 (absent: 20). */
  listRuns: a
    .query()
    .arguments({ campaignId: a.id().required(), limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('RunPage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** The runs of all campaigns, the newest first, back to two years ago; `limit` is 1 to 100 (absent: 20). */
  recentRuns: a
    .query()
    .arguments({ limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('RunPage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  runProgress: a
    .query()
    .arguments({ runId: a.id().required() })
    .returns(a.ref('RunProgress'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
