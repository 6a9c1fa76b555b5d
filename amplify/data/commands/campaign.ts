import { a } from '@aws-amplify/backend';
import { WRITERS } from '../../auth/groups.ts';
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
      messagesPerSecond: a.integer(),
      inDoubtPolicy: a.ref('InDoubtPolicy'),
      quietTime: a.ref('QuietTime'),
      caps: a.ref('MessageCaps'),
      maxDurationMinutes: a.integer(),
      budgetKrw: a.integer(),
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
};
