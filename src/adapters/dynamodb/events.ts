import * as z from 'zod';
import { EVENT_KEPT_MS, type EventStore } from '../../app/event/index.ts';
import { inParallel } from '../../app/in-parallel.ts';
import type { AcceptedEvent } from '../../domain/event/index.ts';
import { DeleteCommand, TransactWriteCommand } from './commands.ts';
import { stepsOvertaken } from './condition.ts';
import { historyStep } from './customer-write.ts';
import { queryPartition } from './query-partition.ts';
import { readRows } from './read-rows.ts';
import { expiry, type Database, type TableNames } from './tables.ts';

const digestRow = z.object({ sk: z.string(), digest: z.string() });

const PARALLEL_DELETES = 16;

const pkOf = (customerId: string): string => `events#${customerId}`;

/**
 * Events as items beside each other for each customer, until nothing of the past could name them again. An event and what
 * it changes are one transaction, which costs twice its write units and spares every doubt: there is no moment in which
 * an event is known and not counted, or the other way round.
 */
export function createEvents(database: Database, tables: Pick<TableNames, 'event' | 'customer'>): EventStore {
  const toItem = (event: AcceptedEvent): Record<string, unknown> => ({
    pk: pkOf(event.customerId),
    sk: event.eventId,
    ...event,
    ...expiry(event.receivedAt + EVENT_KEPT_MS),
  });
  const acceptTogether: EventStore['acceptTogether'] = async (writes) => {
    const steps = writes.flatMap(({ accepted, customer }) => {
      const id = customer.customer.id;
      const puts = accepted.map((event) => ({
        id,
        step: {
          Put: {
            TableName: tables.event,
            Item: toItem(event),
            // An item that has expired may still be there; its id is as taken as it was.
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      }));
      return [...puts, { id, step: historyStep(database, tables.customer, customer) }];
    });
    const transaction = new TransactWriteCommand({ TransactItems: steps.map(({ step }) => step) });
    const overtaken = await stepsOvertaken(database.client.send(transaction));
    return new Set(overtaken.flatMap((at) => steps[at]?.id ?? []));
  };
  return {
    findDigests: async (customerId, eventIds) => {
      const keys = eventIds.map((sk) => ({ pk: pkOf(customerId), sk }));
      const rows = await readRows(database, tables.event, keys, true);
      return new Map(rows.map((row) => digestRow.parse(row)).map(({ sk, digest }) => [sk, digest]));
    },
    accept: async (accepted, customer) => (await acceptTogether([{ accepted, customer }])).size === 0,
    acceptTogether,
    forget: async (customerId) => {
      const pk = pkOf(customerId);
      const rows = await queryPartition(database, {
        table: tables.event,
        pk,
        from: ' ',
        to: '\uffff',
        isConsistent: true,
      });
      await inParallel(rows, PARALLEL_DELETES, async (row) => {
        const { sk } = digestRow.parse(row);
        await database.client.send(new DeleteCommand({ TableName: tables.event, Key: { pk, sk } }));
      });
    },
  };
}
