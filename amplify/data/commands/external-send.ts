import { a } from '@aws-amplify/backend';
import { COMMAND_SOURCES } from './data-sources.ts';

const handler = () =>
  a.handler.custom({ dataSource: COMMAND_SOURCES.externalSend, entry: '../resolvers/invoke-command.js' });

/**
 * What external servers call. They come with a signed request (`allow.custom`), or as an IAM role that may use exactly
 * these fields; people have no part in it.
 */
export const externalSendCommands = {
  DecisionOutcome: a.enum(['INCLUDED', 'EXCLUDED']),
  /** Either a customer, or an address with its type. `substitutions`: lists of text by name, for `{{Attributes.Name}}`. */
  MessageRecipient: a.customType({
    customerId: a.id(),
    address: a.string(),
    channelType: a.ref('ChannelType'),
    substitutions: a.json(),
  }),
  RecipientDecision: a.customType({
    customerId: a.id().required(),
    endpointId: a.id(),
    outcome: a.ref('DecisionOutcome').required(),
    reason: a.ref('ExclusionReason'),
  }),
  /** What became of a call: its job, and what is planned for each recipient, in the order of the call. */
  SendReceipt: a.customType({
    jobId: a.id().required(),
    decisions: a.ref('RecipientDecision').required().array().required(),
  }),
  sendMessages: a
    .mutation()
    .arguments({
      idempotencyKey: a.string().required(),
      messageClass: a.ref('MessageClass').required(),
      templateId: a.id(),
      templateVersion: a.integer(),
      content: a.ref('TemplateContent'),
      defaultSubstitutions: a.json(),
      recipients: a.ref('MessageRecipient').required().array().required(),
      timeToLiveSeconds: a.integer(),
      sendAt: a.datetime(),
      campaignId: a.id(),
    })
    .returns(a.ref('SendReceipt'))
    .handler(handler())
    .authorization((allow) => [allow.custom()]),
  launchCampaign: a
    .mutation()
    .arguments({ idempotencyKey: a.string().required(), campaignId: a.id().required(), besideJobId: a.id() })
    .returns(a.ref('SendReceipt'))
    .handler(handler())
    .authorization((allow) => [allow.custom()]),
  ApiJobRecipient: a.customType({
    customerId: a.id().required(),
    endpointId: a.id(),
    status: a.ref('RecipientStatus'),
    code: a.string(),
  }),
  ApiJob: a.customType({
    jobId: a.id().required(),
    phase: a.ref('JobPhase').required(),
    phaseReason: a.string(),
    sendAt: a.datetime(),
    planned: a.integer().required(),
    included: a.integer().required(),
    accepted: a.integer().required(),
    delivered: a.integer().required(),
    complained: a.integer().required(),
    failed: a.integer().required(),
    optedOut: a.integer().required(),
    skipped: a.integer().required(),
    inDoubt: a.integer().required(),
    recipients: a.ref('ApiJobRecipient').required().array().required(),
    nextToken: a.string(),
  }),
  /** Cancels a job of the caller's own that is scheduled for later. */
  cancelSend: a
    .mutation()
    .arguments({ jobId: a.id().required() })
    .returns(a.ref('ApiJob'))
    .handler(handler())
    .authorization((allow) => [allow.custom()]),
  /** A token that is shown this once. */
  AppToken: a.customType({ token: a.string().required(), expiresAt: a.datetime().required() }),
  /**
   * A token with which the app of one customer, whom the server has signed in, records that customer's events, and does
   * nothing else: header `authorization: BonghwaApp <token>`. It lives for `minutes` (1 to 60; 15), and as long as the key
   * that signed this request. Needs the operation `ISSUE_APP_TOKENS`.
   */
  issueAppToken: a
    .mutation()
    .arguments({ customerId: a.id().required(), minutes: a.integer() })
    .returns(a.ref('AppToken'))
    .handler(handler())
    .authorization((allow) => [allow.custom()]),
  /** A job of the caller's own. */
  apiJob: a
    .query()
    .arguments({ jobId: a.id().required(), limit: a.integer(), nextToken: a.string() })
    .returns(a.ref('ApiJob'))
    .handler(handler())
    .authorization((allow) => [allow.custom()]),
};
