import { a } from '@aws-amplify/backend';
import { IN_DOUBT_POLICIES } from '../../../src/domain/campaign/index.ts';
import { READERS } from '../../auth/groups.ts';

/** What goes to whom, and within which limits. */
export const campaignModels = {
  InDoubtPolicy: a.enum(IN_DOUBT_POLICIES),
  CampaignStep: a.customType({
    channel: a.ref('TemplateChannel').required(),
    templateId: a.id().required(),
    templateVersion: a.integer(),
    waitMinutes: a.integer(),
    /** Of a CUSTOM step: the named destination that it goes to (deliverySettings); absent: the deployment's own channel. */
    destination: a.string(),
    /** Of a CUSTOM step: the types of endpoints that it takes; absent: those that are CUSTOM themselves. */
    endpointTypes: a.ref('ChannelType').required().array(),
  }),
  QuietTime: a.customType({ start: a.string().required(), end: a.string().required() }),
  MessageCaps: a.customType({ daily: a.integer(), total: a.integer() }),
  Campaign: a
    .model({
      name: a.string().required(),
      segmentId: a.id().required(),
      segment: a.belongsTo('Segment', 'segmentId'),
      messageClass: a.ref('MessageClass').required(),
      steps: a.ref('CampaignStep').required().array().required(),
      holdoutPercent: a.float().required(),
      messagesPerSecond: a.integer(),
      inDoubtPolicy: a.ref('InDoubtPolicy').required(),
      quietTime: a.ref('QuietTime'),
      caps: a.ref('MessageCaps'),
      maxDurationMinutes: a.integer(),
      budgetKrw: a.integer(),
    })
    .secondaryIndexes((index) => [index('name').queryField('campaignsByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
