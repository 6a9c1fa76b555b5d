import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { batchesOf } from '../../app/batches-of.ts';
import { inParallel } from '../../app/in-parallel.ts';
import type { ConsentLedger, LedgerEntry } from '../../app/customer/consent-ledger.ts';
import { CONSENT_KINDS, CONSENT_STATES } from '../../domain/consent/index.ts';
import { CHANNELS } from '../../domain/customer/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import { PutCommand, TransactWriteCommand } from './commands.ts';
import { failedOn, holds, SHOW_ITEM } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { isoTime, type Database } from './tables.ts';

const MAX_ENTRIES = 1_000;

/** A transaction takes 100 writes and 4 MB; the words of eight decisions stay below 80 KB. */
const MAX_TOGETHER = 50;
const PARALLEL = 8;

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
  const putOf = ({ customerId, recordedAt, by, decisions }: LedgerEntry) => {
    const latest = Math.max(...decisions.map(({ at }) => at));
    const sk = `${isoTime(latest)}#${sha256(JSON.stringify(decisions), 'hex').slice(0, 32)}`;
    return {
      TableName: table,
      Item: { pk: pkOf(customerId), sk, recordedAt, by, decisions },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
  };
  const append = async (entry: LedgerEntry): Promise<void> => {
    await holds(database.client.send(new PutCommand(putOf(entry))));
  };

  return {
    append,
    appendAll: async (entries) => {
      await inParallel(batchesOf(entries, MAX_TOGETHER), PARALLEL, async (some) => {
        const steps = some.map((entry) => ({ Put: putOf(entry) }));
        try {
          await database.client.send(new TransactWriteCommand({ TransactItems: steps }));
        } catch (error) {
          if (!(error instanceof TransactionCanceledException)) throw error;
          // One of them is there already, or just being added: the others are not to be left out for it.
          await inParallel(some, PARALLEL, append);
        }
      });
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
