import { a } from '@aws-amplify/backend';
import { MESSAGE_CLASSES } from '../../../src/domain/consent/index.ts';
import { TEMPLATE_CHANNELS } from '../../../src/domain/template/index.ts';
import { READERS } from '../../auth/groups.ts';

/** A message template and its immutable versions. */
export const templateModels = {
  TemplateChannel: a.enum(TEMPLATE_CHANNELS),
  MessageClass: a.enum(MESSAGE_CLASSES),
  /** Content of any channel: `channel` says which of the fields matter. */
  TemplateContent: a.customType({
    channel: a.ref('TemplateChannel').required(),
    title: a.string(),
    body: a.string(),
    url: a.string(),
    deepLink: a.string(),
    imageUrl: a.string(),
    collapseId: a.string(),
    timeToLiveSeconds: a.integer(),
    data: a.json(),
    subject: a.string(),
    html: a.string(),
    text: a.string(),
    from: a.string(),
  }),
  /** What a rule of the law finds in words that may be sent all the same. */
  LawWarning: a.customType({ rule: a.string().required(), message: a.string().required() }),
  Template: a
    .model({
      name: a.string().required(),
      channel: a.ref('TemplateChannel').required(),
      messageClass: a.ref('MessageClass').required(),
      activeVersion: a.integer().required(),
      latestVersion: a.integer().required(),
      versions: a.hasMany('TemplateVersion', 'templateId'),
    })
    .secondaryIndexes((index) => [index('name').queryField('templatesByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
  TemplateVersion: a
    .model({
      templateId: a.id().required(),
      version: a.integer().required(),
      template: a.belongsTo('Template', 'templateId'),
      messageClass: a.ref('MessageClass').required(),
      content: a.ref('TemplateContent').required(),
      defaultSubstitutions: a.json(),
      goods: a.string(),
      warnings: a.ref('LawWarning').required().array(),
      createdBy: a.string(),
    })
    .identifier(['templateId', 'version'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
