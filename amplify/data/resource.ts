import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { saveTemplate } from '../functions/save-template/resource';
import { workShard } from '../functions/work-shard/resource';
const schema = a.schema({
  Template: a.model({ name: a.string().required(), channel: a.ref('Channel'), versions: a.hasMany('TemplateVersion','templateId'), createdAt: a.datetime() })
    .secondaryIndexes(i => [i('name').queryField('templatesByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization(allow => [allow.groups(['admin', 'marketer', 'viewer']).to(['read'])]),
  TemplateVersion: a.model({ templateId: a.id().required(), version: a.integer().required(), template: a.belongsTo('Template','templateId') })
    .identifier(['templateId', 'version'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization(allow => [allow.groups(['admin', 'marketer', 'viewer']).to(['read'])]),
  Channel: a.enum(['PUSH', 'EMAIL', 'SMS']),
  JobProgress: a.customType({ jobId: a.id().required(), seq: a.integer().required() }),
  saveTemplate: a.mutation().arguments({ name: a.string().required() }).returns(a.ref('Template'))
    .handler(a.handler.function(saveTemplate)).authorization(allow => [allow.groups(['admin', 'marketer'])]),
  publishJobProgress: a.mutation().arguments({ jobId: a.id().required(), seq: a.integer().required() }).returns(a.ref('JobProgress'))
    .handler(a.handler.custom({ entry: './resolvers/publish-job-progress.js' })).authorization(allow => [allow.group('nobody')]),
  onJobProgress: a.subscription().for(a.ref('publishJobProgress')).arguments({ jobId: a.id().required() })
    .handler(a.handler.custom({ entry: './resolvers/on-job-progress.js' })).authorization(allow => [allow.groups(['admin', 'marketer', 'viewer'])]),
}).authorization(allow => [allow.resource(workShard).to(['mutate'])]);
export type Schema = ClientSchema<typeof schema>;
export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });
