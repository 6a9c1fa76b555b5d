import { a } from '@aws-amplify/backend';
import { READERS } from '../../auth/groups.ts';

/** The catalogue of events: what each means, and who answers for it. Editors of segments, goals and triggers read it. */
export const eventDefinitionModels = {
  /** An attribute or a metric of an event, and what it says. */
  DefinedField: a.customType({ name: a.string().required(), meaning: a.string().required() }),
  EventDefinition: a
    .model({
      name: a.string().required(),
      meaning: a.string().required(),
      owner: a.string().required(),
      attributes: a.ref('DefinedField').required().array().required(),
      metrics: a.ref('DefinedField').required().array().required(),
      isRetired: a.boolean().required(),
      revision: a.integer().required(),
      updatedBy: a.string(),
    })
    .identifier(['name'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
