import { a } from '@aws-amplify/backend';
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
      messagesPerSecond: a.integer(),
      inDoubtPolicy: a.ref('InDoubtPolicy'),
      quietTime: a.ref('QuietTime'),
      caps: a.ref('MessageCaps'),
      maxDurationMinutes: a.integer(),
      budgetKrw: a.integer(),
      goal: a.ref('CampaignGoal'),
      schedule: a.ref('CampaignSchedule'),
    })
    .returns(a.ref('Campaign'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Campaign'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
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
  }),
  /** What begins from `from` (absent: now) until `until` (absent: 31 days later), of one campaign or of all. */
  upcomingOccurrences: a
    .query()
    .arguments({ campaignId: a.id(), from: a.datetime(), until: a.datetime() })
    .returns(a.ref('Calendar'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
