import * as z from 'zod';
import {
  connectDatabase,
  createAddresses,
  createAudit,
  createCustomerKeys,
  createCustomerStore,
  createErasures,
  createEvents,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { eraseCustomer } from '../../../src/app/customer/index.ts';
import { answerFields, field } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { idArgument } from '../edge/id-argument.ts';
import { writtenDown } from '../edge/written-down.ts';

const environment = readEnvironment('CUSTOMER_TABLE', 'EVENT_TABLE', 'DELIVERY_TABLE', 'AUDIT_TABLE');
const database = connectDatabase();
const deps = {
  customers: createCustomerStore(database, environment.CUSTOMER_TABLE),
  addresses: createAddresses(database, environment.DELIVERY_TABLE),
  erasures: createErasures(database, environment.DELIVERY_TABLE),
  events: createEvents(database, { event: environment.EVENT_TABLE, customer: environment.CUSTOMER_TABLE }),
  keys: createCustomerKeys(database, environment.EVENT_TABLE, () => randomIds.next()),
  audit: createAudit(database, environment.AUDIT_TABLE),
  clock: systemClock,
  ids: randomIds,
};

const eraseCustomerField = field(z.object({ customerId: idArgument }), async ({ customerId }, actor) => {
  const erased = await eraseCustomer(deps, { customerId, actor });
  if (!erased.ok) return erased;
  const { existed, erasedAt } = erased;
  return { ok: true, value: { customerId, existed, erasedAt: new Date(erasedAt).toISOString() } };
});

/** A person is forgotten only when it is written down who forgets them. */
export const handler = answerFields({
  eraseCustomer: writtenDown(deps, eraseCustomerField, { subject: 'customerId', isAnnounced: true }),
});
