import { z } from 'zod';
import type { CustomerKeys, KeyRequest } from '../../app/lake/index.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { PutCommand } from './commands.ts';
import { failedOn, SHOW_ITEM } from './condition.ts';
import { readRows } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

const row = z.object({ pk: z.string(), key: z.string().exactOptional(), erasedAt: z.number().exactOptional() });

/** Longer than anything said of somebody can be on its way to the lake: a stream of DynamoDB keeps it for a day. */
const ERASED_KEPT_MS = 30 * 86_400_000;

const PARALLEL_PUTS = 8;

/** Keys that a function remembers: about 10 MB. */
const MAX_REMEMBERED = 50_000;

const pkOf = (digest: string): string => `lake-key#${digest}`;
const SK = 'KEY';

/**
 * The keys of customers in the lake, as items of the Event table under the digest of the id. A key never changes, so a
 * function asks for it once; half a read unit each. Who is erased leaves a mark instead, so that what was still on its way
 * does not bring a key back.
 * @param newKey makes a key that nobody can guess
 */
export function createCustomerKeys(database: Database, table: string, newKey: () => string): CustomerKeys {
  const remembered = new Map<string, string>();
  const remember = (digest: string, key: string): void => {
    // The oldest goes; whoever is asked for again is read again.
    const [oldest] = remembered.keys();
    if (remembered.size >= MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    remembered.set(digest, key);
  };

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

  return {
    find: async (requests) => {
      const keys = new Map<string, string>();
      const latest = new Map<string, number>();
      for (const { digest, at } of requests) {
        const known = remembered.get(digest);
        if (known === undefined) latest.set(digest, Math.max(at, latest.get(digest) ?? at));
        else keys.set(digest, known);
      }
      const rows = await readRows(
        database,
        table,
        [...latest.keys()].map((digest) => ({ pk: pkOf(digest), sk: SK })),
        false,
      );
      const byPk = new Map(rows.map((item) => row.parse(item)).map((item) => [item.pk, item]));
      await inParallel([...latest], PARALLEL_PUTS, async ([digest, at]) => {
        const known = byPk.get(pkOf(digest));
        const isErased = known?.erasedAt !== undefined && known.erasedAt >= at;
        const key = known?.key ?? (isErased ? undefined : await give({ digest, at }, known?.erasedAt));
        if (key === undefined) return;
        keys.set(digest, key);
        remember(digest, key);
      });
      return keys;
    },
    forget: async (digest, at) => {
      remembered.delete(digest);
      await database.client.send(
        new PutCommand({
          TableName: table,
          Item: { pk: pkOf(digest), sk: SK, erasedAt: at, ...expiry(at + ERASED_KEPT_MS) },
        }),
      );
    },
  };
}
