import {
  connectDatabase,
  createAddresses,
  createCampaigns,
  createCustomerStore,
  createEventCatalogue,
  createEvents,
  createTriggeredCampaigns,
  createWaits,
} from '../../../src/adapters/dynamodb/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { createAnsweredMessages } from '../../../src/app/event/index.ts';
import { readEnvironment } from './environment.ts';
import { connectReceipts } from './receipt-deps.ts';

/** What is needed to record events, whoever reports them. */
export function connectEvents() {
  const environment = readEnvironment(
    'CUSTOMER_TABLE',
    'CAMPAIGN_TABLE',
    'EVENT_TABLE',
    'EVENT_DEFINITION_TABLE',
    'DELIVERY_TABLE',
  );
  const database = connectDatabase();
  const tables = { event: environment.EVENT_TABLE, customer: environment.CUSTOMER_TABLE };
  return {
    customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
    addresses: createAddresses(database, environment.DELIVERY_TABLE),
    triggered: createTriggeredCampaigns(database, environment.CAMPAIGN_TABLE),
    campaigns: createCampaigns(database, environment.CAMPAIGN_TABLE),
    waits: createWaits(database, environment.DELIVERY_TABLE),
    events: createEvents(database, tables),
    catalogue: createEventCatalogue(database, { ...tables, eventDefinition: environment.EVENT_DEFINITION_TABLE }),
    messages: createAnsweredMessages(connectReceipts()),
    hash: sha256,
    clock: systemClock,
    ids: randomIds,
  };
}
