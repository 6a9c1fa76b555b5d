import * as z from 'zod';
import type { CustomerKeys, KeyRequest } from '../../app/lake/index.ts';
import { batchesOf } from '../../app/batches-of.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { PutCommand, TransactWriteCommand } from './commands.ts';
import { failedOn, holdsTogether, SHOW_ITEM, stepsOvertaken } from './condition.ts';
import { readRows } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

const row = z.object({
  pk: z.string(),
  key: z.string().exactOptional(),
  /** Its item leads back to the customer. */
  isNamed: z.boolean().exactOptional(),
  erasedAt: z.number().exactOptional(),
});
const person = z.object({ pk: z.string(), customerId: z.string() });

/** Longer than anything said of somebody can be on its way to the lake: a stream of DynamoDB keeps it for a day. */
const ERASED_KEPT_MS = 30 * 86_400_000;

const PARALLEL_PUTS = 8;

/** A transaction takes 100 items; a key that leads back is two. */
const NAMED_TOGETHER = 50;
const NAMELESS_TOGETHER = 100;
const PARALLEL_TRANSACTIONS = 4;

const pkOf = (digest: string): string => `lake-key#${digest}`;
const PERSON = 'lake-person#';
const SK = 'KEY';

/**
 * The keys of customers in the lake, as items of the Event table under the digest of the id. They are
 * read for every batch, half a unit each, and remembered by no function: who was erased and comes again is another at once.
 * Who is erased leaves a mark, so that what was still on its way does not bring a key back.
 * @param newKey makes a key that nobody can guess
 */
export function createCustomerKeys(database: Database, table: string, newKey: () => string): CustomerKeys {
  /** Gives a key to somebody who has none; undefined when they were erased since. */
  async function give({ digest, at }: KeyRequest, erasedAt: number | undefined): Promise<string | undefined> {
    const key = newKey();
    const condition =
      erasedAt === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'erasedAt = :erasedAt', ExpressionAttributeValues: { ':erasedAt': erasedAt } };
    const found = await failedOn(
      database.client.send(
        new PutCommand({ TableName: table, Item: { pk: pkOf(digest), sk: SK, key }, ...condition, ...SHOW_ITEM }),
      ),
    );
    if (found === null) return key;
    // Somebody was quicker: with the same wish, or with an erasure.
    const known = row.parse(found);
    if (known.key !== undefined) return known.key;
    return known.erasedAt !== undefined && known.erasedAt < at ? give({ digest, at }, known.erasedAt) : undefined;
  }

  /** Lets a key lead back to its customer, in one write with seeing that they have it still: not of who was erased since. */
  async function name(digest: string, key: string, customerId: string): Promise<void> {
    await holdsTogether(
      database.client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: table,
                Key: { pk: pkOf(digest), sk: SK },
                UpdateExpression: 'SET isNamed = :true',
                ConditionExpression: '#key = :key',
                ExpressionAttributeNames: { '#key': 'key' },
                ExpressionAttributeValues: { ':true': true, ':key': key },
              },
            },
            { Put: { TableName: table, Item: { pk: `${PERSON}${key}`, sk: SK, customerId } } },
          ],
        }),
      ),
    );
  }

  /**
   * Gives keys to people who have none, leading back to those of whom it is said who they are: many by one write, as those of
   * a day's first events or of an import come. It costs twice the units of single writes, and a hundredth of the requests.
   * Answers of whom it did: where somebody was quicker, the others of that write may be without one.
   */
  async function giveTogether(people: readonly Newcomer[]): Promise<ReadonlyMap<string, string>> {
    const given = people.map((newcomer) => ({ ...newcomer, key: newKey() }));
    const transaction = new TransactWriteCommand({
      TransactItems: given.flatMap(({ digest, customerId, key }) => {
        const named = customerId === undefined ? {} : { isNamed: true };
        const ofKey = {
          Put: {
            TableName: table,
            Item: { pk: pkOf(digest), sk: SK, key, ...named },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        };
        if (customerId === undefined) return [ofKey];
        return [ofKey, { Put: { TableName: table, Item: { pk: `${PERSON}${key}`, sk: SK, customerId } } }];
      }),
    });
    const overtaken = await stepsOvertaken(database.client.send(transaction));
    return new Map(overtaken.length > 0 ? [] : given.map(({ digest, key }) => [digest, key]));
  }

  /** Takes a key and the way back from it away together; false when somebody gave a key meanwhile. */
  async function takeAway(digest: string, at: number): Promise<boolean> {
    const [known] = await readRows(database, table, [{ pk: pkOf(digest), sk: SK }], true);
    const key = known === undefined ? undefined : row.parse(known).key;
    return holdsTogether(
      database.client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: { pk: pkOf(digest), sk: SK, erasedAt: at, ...expiry(at + ERASED_KEPT_MS) },
                ConditionExpression: key === undefined ? 'attribute_not_exists(#key)' : '#key = :key',
                ExpressionAttributeNames: { '#key': 'key' },
                ...(key === undefined ? {} : { ExpressionAttributeValues: { ':key': key } }),
              },
            },
            ...(key === undefined ? [] : [{ Delete: { TableName: table, Key: { pk: `${PERSON}${key}`, sk: SK } } }]),
          ],
        }),
      ),
    );
  }

  return {
    find: async (requests) => {
      const keys = new Map<string, string>();
      const latest = new Map<string, number>();
      const ids = new Map<string, string>();
      for (const { digest, at, customerId } of requests) {
        if (customerId !== undefined) ids.set(digest, customerId);
        latest.set(digest, Math.max(at, latest.get(digest) ?? at));
      }
      const rows = await readRows(
        database,
        table,
        [...latest.keys()].map((digest) => ({ pk: pkOf(digest), sk: SK })),
        false,
      );
      const byPk = new Map(rows.map((item) => row.parse(item)).map((item) => [item.pk, item]));
      const unknown = [...latest.keys()].filter((digest) => !byPk.has(pkOf(digest)));
      await inParallel(togetherOf(unknown, ids), PARALLEL_TRANSACTIONS, async (people) => {
        for (const [digest, key] of await giveTogether(people)) keys.set(digest, key);
      });
      await inParallel([...latest], PARALLEL_PUTS, async ([digest, at]) => {
        if (keys.has(digest)) return;
        const known = byPk.get(pkOf(digest));
        const isErased = known?.erasedAt !== undefined && known.erasedAt >= at;
        const key = known?.key ?? (isErased ? undefined : await give({ digest, at }, known?.erasedAt));
        if (key === undefined) return;
        keys.set(digest, key);
        const id = ids.get(digest);
        if (id !== undefined && known?.isNamed !== true) await name(digest, key, id);
      });
      return keys;
    },
    whose: async (keys) => {
      const rows = await readRows(
        database,
        table,
        keys.map((key) => ({ pk: `${PERSON}${key}`, sk: SK })),
        false,
      );
      const people = rows.map((item) => person.parse(item));
      return new Map(people.map(({ pk, customerId }) => [pk.slice(PERSON.length), customerId]));
    },
    forget: async (digest, at) => {
      while (!(await takeAway(digest, at)));
    },
  };
}

/** Somebody without a key; `customerId`: whom it is to lead back to, where that is said. */
type Newcomer = { readonly digest: string; readonly customerId?: string };

/** Who goes together into one write. One alone needs no transaction, which costs twice as much. */
function togetherOf(digests: readonly string[], ids: ReadonlyMap<string, string>): readonly (readonly Newcomer[])[] {
  const named: Newcomer[] = [];
  const nameless: Newcomer[] = [];
  for (const digest of digests) {
    const customerId = ids.get(digest);
    if (customerId === undefined) nameless.push({ digest });
    else named.push({ digest, customerId });
  }
  return [
    ...batchesOf(named, NAMED_TOGETHER),
    ...batchesOf(nameless, NAMELESS_TOGETHER).filter((people) => people.length > 1),
  ];
}
