import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
import { authorizeApiClient } from '../functions/authorize-api-client/resource.ts';
import { apiClientCommands } from './commands/api-client.ts';
import { campaignCommands } from './commands/campaign.ts';
import { consentNoticeCommands } from './commands/consent-notices.ts';
import { customerCommands } from './commands/customer.ts';
import { importCommands } from './commands/import.ts';
import { eventCatalogueCommands } from './commands/event-catalogue.ts';
import { eventCommands } from './commands/event.ts';
import { externalSendCommands } from './commands/external-send.ts';
import { segmentCommands } from './commands/segment.ts';
import { destinationTypes } from './commands/destinations.ts';
import { forecastCommands } from './commands/forecast.ts';
import { insightCommands } from './commands/insight.ts';
import { priceCommands } from './commands/prices.ts';
import { runCommands } from './commands/run.ts';
import { reportCommands } from './commands/report.ts';
import { sendJobCommands } from './commands/send-job.ts';
import { templateCommands } from './commands/template.ts';
import { campaignModels } from './models/campaign.ts';
import { customerModels } from './models/customer.ts';
import { eventDefinitionModels } from './models/event-definition.ts';
import { segmentModels } from './models/segment.ts';
import { sendJobModels } from './models/send-job.ts';
import { templateModels } from './models/template.ts';

/** Reads are models; everything with a rule behind it is a command. */
const schema = a.schema({
  ...templateModels,
  ...segmentModels,
  ...campaignModels,
  ...sendJobModels,
  ...customerModels,
  ...eventDefinitionModels,
  ...templateCommands,
  ...segmentCommands,
  ...customerCommands,
  ...importCommands,
  ...consentNoticeCommands,
  ...campaignCommands,
  ...sendJobCommands,
  ...runCommands,
  ...reportCommands,
  ...insightCommands,
  ...destinationTypes,
  ...priceCommands,
  ...forecastCommands,
  ...externalSendCommands,
  ...eventCommands,
  ...eventCatalogueCommands,
  ...apiClientCommands,
});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: 'userPool',
    // Never cached: a request is signed for itself alone, and good once.
    lambdaAuthorizationMode: { function: authorizeApiClient, timeToLiveInSeconds: 0 },
  },
  logging: { fieldLogLevel: 'error', excludeVerboseContent: true, retention: '1 month' },
});
