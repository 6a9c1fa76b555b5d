import { a } from '@aws-amplify/backend';
import { OCCURRENCE_STATES } from '../../../src/domain/schedule/index.ts';
import { READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Commands on campaigns. */
export const campaignCommands = {
  /** `importKey`: what it is called where it comes from; saved again under the same key, the campaign is updated. */
  saveCampaign: a
    .mutation()
    .arguments({
      campaignId: a.id(),
      importKey: a.string(),
      name: a.string().required(),
      segmentId: a.id().required(),
      messageClass: a.ref('MessageClass').required(),
      steps: a.ref('CampaignStep').required().array().required(),
      holdoutPercent: a.float(),
      treatments: a.ref('Treatment').required().array(),
      look: a.ref('Look'),
      messagesPerSecond: a.integer(),
      inDoubtPolicy: a.ref('InDoubtPolicy'),
      quietTime: a.ref('QuietTime'),
      caps: a.ref('MessageCaps'),
      whenClosed: a.ref('WhenClosed'),
      expiresAfterMinutes: a.integer(),
      oncePerCustomer: a.boolean(),
      maxDurationMinutes: a.integer(),
      budgetKrw: a.integer(),
      goal: a.ref('CampaignGoal'),
      schedule: a.ref('CampaignSchedule'),
      trigger: a.ref('CampaignTrigger'),
    })
    .returns(a.ref('Campaign'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Campaign'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /**
   * Another campaign of the same words, audience and limits (absent name: marked as a copy), without schedule or trigger: it
   * goes out when somebody launches it. Its caps, holdout and treatments are its own: whoever got the original may get the
   * copy as well.
   */
  duplicateCampaign: a
    .mutation()
    .arguments({ campaignId: a.id().required(), name: a.string() })
    .returns(a.ref('Campaign'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Campaign'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** `where`: such as `Step 1, treatment "B"`; without a `version` it follows the active one. */
  CampaignUse: a.customType({
    campaignId: a.id().required(),
    campaignName: a.string().required(),
    where: a.string().required(),
    version: a.integer(),
    isScheduled: a.boolean().required(),
  }),
  WhereUsed: a.customType({
    campaigns: a.ref('CampaignUse').required().array().required(),
    /** Notices of consent that are written by the template. */
    notices: a.string().required().array().required(),
    /** What editing it would change. */
    effect: a.string().required(),
    isCut: a.boolean().required(),
  }),
  /** Where a template or a segment is used, and what editing it would change. */
  whereUsed: a
    .query()
    .arguments({ templateId: a.id(), segmentId: a.id() })
    .returns(a.ref('WhereUsed'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  planCampaign: a
    .mutation()
    .arguments({ campaignId: a.id().required() })
    .returns(a.ref('SendJob'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('SendJob'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** One coming run; `lastAt` differs from `at` in LOCAL time alone, `localTime` is what clocks show. */
  UpcomingOccurrence: a.customType({
    id: a.id().required(),
    campaignId: a.id().required(),
    campaignName: a.string().required(),
    at: a.datetime().required(),
    lastAt: a.datetime().required(),
    localTime: a.string().required(),
    timezone: a.string().required(),
    notes: a.string().required().array().required(),
  }),
  /** `isCut`: not all of it; `zoneData`: the release of the IANA database in use, with what is wrong with it. */
  Calendar: a.customType({
    occurrences: a.ref('UpcomingOccurrence').required().array().required(),
    isCut: a.boolean().required(),
    zoneData: a.string().required(),
    zoneDataWarning: a.string(),
    /** Campaigns with a schedule of which nothing can be read: save them anew. */
    damagedCampaigns: a.id().required().array().required(),
  }),
  OccurrenceState: a.enum(OCCURRENCE_STATES),
  /** What became of an occurrence that has begun: OPENED has its job, FAILED says why in `code` and `message`. */
  Occurrence: a.customType({
    id: a.id().required(),
    campaignId: a.id().required(),
    at: a.datetime().required(),
    state: a.ref('OccurrenceState').required(),
    jobId: a.id(),
    code: a.string(),
    message: a.string(),
    recordedAt: a.datetime().required(),
  }),
  OccurrencePage: a.customType({ items: a.ref('Occurrence').required().array().required(), nextToken: a.string() }),
  /** The latest first. */
  listOccurrences: a
    .query()
    .arguments({ campaignId: a.id().required(), limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('OccurrencePage'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /** What begins from `from` (absent: now) until `until` (absent: 31 days later), of one campaign or of all. */
  upcomingOccurrences: a
    .query()
    .arguments({ campaignId: a.id(), from: a.datetime(), until: a.datetime() })
    .returns(a.ref('Calendar'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
