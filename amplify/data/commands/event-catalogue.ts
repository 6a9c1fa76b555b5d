import { a } from '@aws-amplify/backend';
import { CATALOGUE_MODES } from '../../../src/domain/event/index.ts';
import { ADMINS, READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

const handler = () =>
  a.handler.custom({ dataSource: COMMAND_SOURCES.manageCustomers, entry: '../resolvers/invoke-command.js' });

/** Defining events, and how what is recorded is held against the definitions. */
export const eventCatalogueCommands = {
  EventCatalogueMode: a.enum(CATALOGUE_MODES),
  /** `revision`: 0 when nobody has said so yet. */
  EventCatalogue: a.customType({ mode: a.ref('EventCatalogueMode').required(), revision: a.integer().required() }),
  eventCatalogue: a
    .query()
    .returns(a.ref('EventCatalogue'))
    .handler(handler())
    .authorization((allow) => [allow.groups(READERS)]),
  /** OFF: any event may be recorded. WARN: others count, with a flag. REFUSE: others are rejected. */
  saveEventCatalogue: a
    .mutation()
    .arguments({ mode: a.ref('EventCatalogueMode').required(), revision: a.integer().required() })
    .returns(a.ref('EventCatalogue'))
    .handler(handler())
    .authorization((allow) => [allow.groups(ADMINS)]),
  /**
   * Defines an event, or changes its definition; `revision` is the one that the writer has seen (0: a new one). A retired
   * event is no longer to be recorded.
   */
  saveEventDefinition: a
    .mutation()
    .arguments({
      name: a.string().required(),
      meaning: a.string().required(),
      owner: a.string().required(),
      attributes: a.ref('DefinedField').required().array().required(),
      metrics: a.ref('DefinedField').required().array().required(),
      isRetired: a.boolean(),
      revision: a.integer().required(),
    })
    .returns(a.ref('EventDefinition'))
    .handler(handler())
    .authorization((allow) => [allow.groups(WRITERS)]),
};
