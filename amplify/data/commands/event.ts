import { a } from '@aws-amplify/backend';
import { EVENT_FLAGS, EVENT_TIMINGS } from '../../../src/domain/event/index.ts';
import { CUSTOMER_GROUP } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** What customers did, as servers report it by signed requests, and apps for the one customer whose they are. */
export const eventCommands = {
  EventResult: a.enum(['ACCEPTED', 'DUPLICATE', 'REJECTED']),
  EventTiming: a.enum(EVENT_TIMINGS),
  EventFlag: a.enum(EVENT_FLAGS),
  /**
   * What became of one event, by its place in the call. ACCEPTED: it counts, once. DUPLICATE: it was accepted before.
   * REJECTED: it will be refused again as it is, with a code and a message. `isLate`: it is older than seven days and
   * changes nothing but reports. `flags`: what is to be known of an event that counts all the same.
   */
  EventOutcome: a.customType({
    place: a.integer().required(),
    eventId: a.string(),
    outcome: a.ref('EventResult').required(),
    timing: a.ref('EventTiming'),
    isLate: a.boolean(),
    flags: a.ref('EventFlag').required().array(),
    code: a.string(),
    message: a.string(),
  }),
  /**
   * Up to 100 events, each as JSON: `{ eventId, customerId, name, occurredAt, sentAt, attributes, metrics, ref }`, the last
   * four optional. Each is answered by itself, and counted once for its customer and `eventId` however often it is sent.
   * Servers speak of anybody. An app (app token, or a user of the group `customer`) speaks of its own customer alone, and
   * need not name them.
   */
  recordEvents: a
    .mutation()
    .arguments({ events: a.json().required().array().required() })
    .returns(a.ref('EventOutcome').required().array())
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCustomers, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.group(CUSTOMER_GROUP), allow.custom()]),
};
