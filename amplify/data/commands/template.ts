import { a } from '@aws-amplify/backend';
import { READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Commands and queries on templates. A command answers with the row it wrote, read back from the model's table. */
export const templateCommands = {
  /**
   * Saves a new version. `importKey`: what the template is called where it comes from; saved again under the same key, it
   * is updated, and words that have not changed make no new version. `goods`: what kind of goods it advertises, as the
   * purchases of customers name them; such a purchase takes the place of a consent for six months.
   */
  saveTemplate: a
    .mutation()
    .arguments({
      templateId: a.id(),
      importKey: a.string(),
      name: a.string().required(),
      messageClass: a.ref('MessageClass').required(),
      content: a.ref('TemplateContent').required(),
      defaultSubstitutions: a.json(),
      goods: a.string(),
      activate: a.boolean(),
    })
    .returns(a.ref('TemplateVersion'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageTemplates, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('TemplateVersion'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** One address; its type is needed for push tokens alone. */
  TestRecipient: a.customType({ address: a.string().required(), channelType: a.ref('ChannelType') }),
  /**
   * Sends a version (absent: the active one) to up to ten named addresses, filled in with the data of a customer, who gets
   * nothing. Its job can be watched like any other. Suppressed addresses get none.
   */
  sendTestMessage: a
    .mutation()
    .arguments({
      templateId: a.id().required(),
      version: a.integer(),
      recipients: a.ref('TestRecipient').required().array().required(),
      customerId: a.id(),
    })
    .returns(a.ref('SendReceipt'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.externalSend, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(WRITERS)]),
  publishTemplateVersion: a
    .mutation()
    .arguments({ templateId: a.id().required(), version: a.integer().required() })
    .returns(a.ref('Template'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageTemplates, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Template'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /**
   * What one customer would read; `variables` are the paths the template uses, `endpointId` the endpoint that sending would
   * choose, or `reason` why it would choose none. For a `destination` the words are as it takes them: `fitted` says what
   * kind of message they are, how long, and which characters were replaced; what does not fit is refused (TEXT_UNFIT).
   */
  FittedPreview: a.customType({
    kind: a.string().required(),
    length: a.integer().required(),
    replaced: a.ref('CharacterReplacement').required().array().required(),
  }),
  TemplatePreview: a.customType({
    content: a.ref('TemplateContent').required(),
    variables: a.string().required().array().required(),
    smsParts: a.integer(),
    endpointId: a.id(),
    reason: a.ref('ExclusionReason'),
    fitted: a.ref('FittedPreview'),
    /** What a person should look at before it is sent: rules of which a machine cannot prove that they are kept. */
    warnings: a.ref('LawWarning').required().array().required(),
  }),
  previewTemplate: a
    .query()
    .arguments({
      templateId: a.id(),
      version: a.integer(),
      messageClass: a.ref('MessageClass'),
      content: a.ref('TemplateContent'),
      defaultSubstitutions: a.json(),
      customerId: a.id(),
      destination: a.string(),
    })
    .returns(a.ref('TemplatePreview'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageTemplates, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
