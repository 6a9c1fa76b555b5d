import { z } from 'zod';
import {
  connectDatabase,
  createApiClients,
  createAudit,
  createCustomerStore,
  createEvents,
} from '../../../src/adapters/dynamodb/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { recordEvents } from '../../../src/app/event/index.ts';
import { checkOperation } from '../../../src/domain/api-client/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { jsonArgument } from '../edge/json-argument.ts';
import { onBehalfOf } from '../edge/on-behalf.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'EVENT_TABLE', 'ACCESS_TABLE', 'AUDIT_TABLE');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  events: createEvents(database, { event: environment.EVENT_TABLE, customer: environment.CUSTOMER_TABLE }),
  clients: createApiClients(database, environment.ACCESS_TABLE),
  audit: createAudit(database, environment.AUDIT_TABLE),
  hash: sha256,
  clock: systemClock,
  ids: randomIds,
};

const INPUT = z.object({ events: z.array(jsonArgument(z.unknown())) });

export const handler = answerFields({
  recordEvents: onBehalfOf(deps)(INPUT, async (client, { events }) => {
    const allowed = checkOperation(client, 'RECORD_EVENTS');
    if (!allowed.ok) return allowed;
    const recorded = await recordEvents(deps, { events });
    // Each event is kept with its time and customer: an entry for every call would say less, and be most of the log.
    return recorded.ok ? { ok: true, value: recorded.outcomes, isAudited: true } : recorded;
  }),
});
