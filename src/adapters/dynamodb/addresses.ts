import * as z from 'zod';
import { scopeOf, type AddressStore, type Suppression } from '../../app/address-store.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { sha256 } from '../../standards/sha256.ts';
import { UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import { createAddressHolders } from './address-holders.ts';
import { createEndpointOwners } from './endpoint-owners.ts';
import { putRows } from './put-rows.ts';
import { readRows } from './read-rows.ts';
import type { Database } from './tables.ts';

const PARALLEL_WRITES = 16;

/** A claim is of use while its job may send; rounds of a job come within this time. */
const CLAIM_SECONDS = 90 * 86_400;

const suppressionItem = z.object({
  pk: z.string(),
  suppressedAt: z.number().optional(),
  releasedAt: z.number().optional(),
  adSuppressedAt: z.number().optional(),
  adReleasedAt: z.number().optional(),
});

/** The attributes of a row that tell of advertising, and those that tell of everything. */
const FIELDS = {
  AD: { suppressedAt: 'adSuppressedAt', releasedAt: 'adReleasedAt', cause: 'adCause' },
  ALL: { suppressedAt: 'suppressedAt', releasedAt: 'releasedAt', cause: 'cause' },
} as const;

function isAfter(suppressedAt: number | undefined, releasedAt: number | undefined): boolean {
  return suppressedAt !== undefined && (releasedAt === undefined || suppressedAt > releasedAt);
}

function keyOf(key: string) {
  return { pk: `address#${sha256(key, 'hex')}`, sk: 'ADDRESS' };
}

/** Suppressed addresses and addresses that a job's customers took, as items of the Delivery table that show none. */
export function createAddresses(database: Database, table: string): AddressStore {
  const { client } = database;

  const suppressKnown = ({ key, cause, at }: Suppression): Promise<boolean> => {
    const fields = FIELDS[scopeOf(cause)];
    return holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(key),
          UpdateExpression: `SET ${fields.suppressedAt} = :at, ${fields.cause} = :cause`,
          ConditionExpression: `attribute_not_exists(${fields.suppressedAt}) OR ${fields.suppressedAt} < :at`,
          ExpressionAttributeValues: { ':at': at, ':cause': cause },
        }),
      ),
    );
  };

  const releaseOne = (key: string, at: number, { releasedAt }: (typeof FIELDS)['AD' | 'ALL']): Promise<boolean> =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(key),
          UpdateExpression: `SET ${releasedAt} = :at`,
          // Of an address that nobody suppressed there is nothing to release, nor to keep.
          ConditionExpression: `attribute_exists(pk) AND (attribute_not_exists(${releasedAt}) OR ${releasedAt} < :at)`,
          ExpressionAttributeValues: { ':at': at },
        }),
      ),
    );

  const read = async (keys: readonly string[]) => {
    const nameOf = new Map(keys.map((key) => [keyOf(key).pk, key]));
    const rows = await readRows(
      database,
      table,
      [...nameOf.keys()].map((pk) => ({ pk, sk: 'ADDRESS' })),
      true,
    );
    return rows.map((row) => {
      const item = suppressionItem.parse(row);
      return { key: nameOf.get(item.pk) ?? '', item };
    });
  };

  return {
    ...createEndpointOwners(database, table),
    ...createAddressHolders(database, table),
    suppress: async (suppressions) => {
      const latest = latestOf(suppressions);
      if (latest.length === 1) {
        await inParallel(latest, 1, async (one) => void (await suppressKnown(one)));
        return;
      }
      const known = new Set((await read(latest.map(({ key }) => key))).map(({ key }) => key));
      // What is said twice of one address is no one row: once of advertising, and once of everything.
      const seen = new Set<string>();
      for (const { key } of latest) {
        if (seen.has(key)) known.add(key);
        seen.add(key);
      }
      const fresh = latest.filter(({ key }) => !known.has(key));
      // Of these nothing is known: no condition is needed, which many cannot have in one request.
      await putRows(
        database,
        table,
        fresh.map(({ key, cause, at }) => {
          const fields = FIELDS[scopeOf(cause)];
          return { ...keyOf(key), [fields.suppressedAt]: at, [fields.cause]: cause };
        }),
      );
      await inParallel(
        latest.filter(({ key }) => known.has(key)),
        PARALLEL_WRITES,
        async (one) => void (await suppressKnown(one)),
      );
    },
    release: async (key, at, scope = 'ALL') => {
      await releaseOne(key, at, FIELDS.AD);
      if (scope === 'ALL') await releaseOne(key, at, FIELDS.ALL);
    },
    findSuppressed: async (keys, messageClass = 'AD') => {
      const unique = [...new Set(keys)];
      const found = unique.length === 0 ? [] : await read(unique);
      return new Set(
        found
          .filter(
            ({ item }) =>
              isAfter(item.suppressedAt, item.releasedAt) ||
              (messageClass === 'AD' && isAfter(item.adSuppressedAt, item.adReleasedAt)),
          )
          .map(({ key }) => key),
      );
    },
    claim: (jobId, key, customerId) =>
      holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `taken#${jobId}#${sha256(key, 'hex')}`, sk: 'TAKEN' },
            UpdateExpression: 'SET customerId = :customer, expiresAt = :expires',
            ConditionExpression: 'attribute_not_exists(pk) OR customerId = :customer',
            ExpressionAttributeValues: {
              ':customer': customerId,
              ':expires': Math.ceil(database.now() / 1000) + CLAIM_SECONDS,
            },
          }),
        ),
      ),
  };
}

/** Of several decisions on one address in a batch the latest, of advertising and of everything. */
function latestOf(suppressions: readonly Suppression[]): readonly Suppression[] {
  const latest = new Map<string, Suppression>();
  for (const one of suppressions) {
    const name = `${scopeOf(one.cause)} ${one.key}`;
    const known = latest.get(name);
    if (known === undefined || known.at < one.at) latest.set(name, one);
  }
  return [...latest.values()];
}
