import { z } from 'zod';
import type { ConsentLedger, LedgerEntry } from '../../app/customer/consent-ledger.ts';
import { CONSENT_KINDS, CONSENT_STATES } from '../../domain/consent/index.ts';
import { CHANNELS } from '../../domain/customer/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import { PutCommand } from './commands.ts';
import { failedOn, holds, SHOW_ITEM } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { isoTime, type Database } from './tables.ts';

const MAX_ENTRIES = 1_000;

const ledgerItem = z.object({
  recordedAt: z.number(),
  by: z.string(),
  decisions: z.array(
    z.object({
      channel: z.enum(CHANNELS),
      kind: z.enum(CONSENT_KINDS),
      state: z.enum(CONSENT_STATES),
      at: z.number(),
      source: z.string(),
      wording: z.string().exactOptional(),
    }),
  ),
});

const agreedItem = z.object({ at: z.number() });

/** Behind all entries, which begin with a time. */
const AGREED = '~agreed#';

/** Whose entries they are nobody sees who does not know the customer's id. */
function pkOf(customerId: string): string {
  return `consent#${sha256(customerId, 'hex')}`;
}

/**
 * The ledger of consents: a partition for each customer in the table of the audit log, where functions may add and nobody
 * may change or remove. An entry is named by its decisions: adding it again changes nothing.
 */
export function createConsentLedger(database: Database, table: string): ConsentLedger {
  return {
    append: async ({ customerId, recordedAt, by, decisions }) => {
      const latest = Math.max(...decisions.map(({ at }) => at));
      await holds(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk: pkOf(customerId),
              sk: `${isoTime(latest)}#${sha256(JSON.stringify(decisions), 'hex').slice(0, 32)}`,
              recordedAt,
              by,
              decisions,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },
    agree: async ({ customerId, on, at }) => {
      const Item = { pk: pkOf(customerId), sk: `${AGREED}${sha256(on, 'hex').slice(0, 32)}`, at };
      const known = await failedOn(
        database.client.send(
          new PutCommand({
            TableName: table,
            Item,
            ConditionExpression: 'attribute_not_exists(pk)',
            ...SHOW_ITEM,
          }),
        ),
      );
      return known === null ? at : agreedItem.parse(known).at;
    },
    list: async (customerId) => {
      const items = await queryPartition(database, {
        table,
        pk: pkOf(customerId),
        from: ' ',
        to: AGREED,
        limit: MAX_ENTRIES,
        isConsistent: true,
      });
      return items.map((item): LedgerEntry => ({ customerId, ...ledgerItem.parse(item) }));
    },
  };
}
