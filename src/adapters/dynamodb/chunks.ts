import * as z from 'zod';
import {
  CHUNK_PHASES,
  isUnreadable,
  type Chunk,
  type ChunkFence,
  type ChunkState,
  type ChunkStore,
  type ExcludedList,
  type KeptRef,
  type PlanLookup,
  type PlanPage,
  type PlannedPage,
  type ShardRef,
  type Unreadable,
} from '../../app/delivery/index.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { EXCLUSION_REASONS, type ExclusionReason } from '../../domain/send-job/index.ts';
import { PutCommand } from './commands.ts';
import { holds, holdsOrDid, SHOW_ITEM } from './condition.ts';
import { customerFilter, mayHold } from './customer-filter.ts';
import { lastOf, numberIn, numbered, shardPk } from './delivery-keys.ts';
import {
  packCharges,
  packRecipients,
  packStatuses,
  packTries,
  storedCharge,
  unpackCharges,
  unpackRecipients,
  unpackStatuses,
  unpackTries,
} from './pack-chunk.ts';
import { packAddresses, packDigests, unpackDigests } from './pack-digests.ts';
import { packExpiries, withExpiries } from './pack-expiries.ts';
import { packIds, unpackIds } from './pack-ids.ts';
import { queryPartition } from './query-partition.ts';
import { readRow } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

const PARALLEL_PUTS = 8;

type Prefix = 'CHUNK' | 'STATE' | 'EXCLUDED' | 'LOOKUP' | 'DUPLICATES';

const chunkItem = z.object({
  number: z.int(),
  recipients: z.string(),
  addresses: z.instanceof(Uint8Array).exactOptional(),
  expiries: z.string().exactOptional(),
});
const stateItem = z.object({
  number: z.int(),
  epoch: z.int(),
  attempt: z.int(),
  phase: z.enum(CHUNK_PHASES),
  statuses: z.string(),
  // Of rows of before there was one number for the whole chunk.
  tries: z.union([z.string(), z.int().transform(() => '')]),
  stalls: z.int().default(0),
  retryAt: z.number(),
  stepIndex: z.int(),
  round: z.int(),
  before: z.string().exactOptional(),
  charges: z.array(storedCharge).exactOptional(),
});

const excludedItem = z.object({ number: z.int(), customerIds: z.partialRecord(z.enum(EXCLUSION_REASONS), z.string()) });

const lookupItem = z.object({
  number: z.int(),
  firstChunk: z.int(),
  chunkCount: z.int(),
  filter: z.instanceof(Uint8Array),
  addresses: z.instanceof(Uint8Array).exactOptional(),
});

const digestsItem = z.object({ number: z.int(), addresses: z.instanceof(Uint8Array) });

/** Seven bytes each: 350 KB of an item's 400. */
const DIGESTS_IN_ITEM = 50_000;

/**
 * Chunks, their states and the lists of excluded customers as items of the Delivery table. The recipients (about 3 KB)
 * are written once; claim and record rewrite only the small state beside them, one write unit each.
 */
export function createChunks(database: Database, table: string): ChunkStore {
  /** A replaced owner's late write must not overwrite its successor's plan. */
  const putFenced = (item: Record<string, unknown>, epoch: number): Promise<boolean> =>
    holds(
      database.client.send(
        new PutCommand({
          TableName: table,
          Item: { ...item, epoch },
          ConditionExpression: 'attribute_not_exists(pk) OR epoch <= :epoch',
          ExpressionAttributeValues: { ':epoch': epoch },
        }),
      ),
    );
  const query = async (ref: ShardRef, prefix: Prefix, from: number, limit?: number) => {
    if (limit === 1) {
      const row = await readRow(database, table, { pk: shardPk(ref), sk: numbered(prefix, from) });
      return row === null ? [] : [row];
    }
    return queryPartition(database, {
      table,
      pk: shardPk(ref),
      from: numbered(prefix, from),
      to: lastOf(prefix),
      isConsistent: true,
      ...(limit === undefined ? {} : { limit }),
    });
  };
  return {
    putPlanned: async (ref, epoch, planned) => {
      let isFirst = true;
      await inParallel(plannedItems(ref, planned), PARALLEL_PUTS, async (item) => {
        if (!(await putFenced(item, epoch))) isFirst = false;
      });
      return isFirst;
    },
    listChunks: async (ref, from, limit) =>
      (await query(ref, 'CHUNK', from, limit)).map((item): Chunk | Unreadable =>
        readable(item, () => {
          const { number, recipients, addresses, expiries } = chunkItem.parse(item);
          const unpacked = unpackRecipients(recipients, addresses && unpackDigests(addresses));
          return { number, recipients: withExpiries(unpacked, expiries) };
        }),
      ),
    listStates: async (ref, from, limit) =>
      (await query(ref, 'STATE', from, limit)).map((item): ChunkState | Unreadable =>
        readable(item, () => {
          const { statuses, tries, before, charges, ...rest } = stateItem.parse(item);
          const results = unpackStatuses(statuses);
          const ofCharges = charges === undefined ? {} : { charges: unpackCharges(charges, results.length) };
          const state = { ...rest, results, tries: unpackTries(tries), ...ofCharges };
          return before === undefined ? state : { ...state, before: unpackStatuses(before) };
        }),
      ),
    writeState: (ref, next, expected) => {
      const { results, tries, before, charges, ...state } = next;
      const key = { pk: shardPk(ref), sk: numbered('STATE', next.number) };
      const statuses = packStatuses(results);
      const item = {
        ...key,
        ...state,
        statuses,
        tries: packTries(tries),
        ...packedBefore(before),
        ...packCharges(charges, results.length),
        ...expiry(ref.keptUntil),
      };
      return holdsOrDid(
        database.client.send(new PutCommand({ TableName: table, Item: item, ...conditionOf(expected), ...SHOW_ITEM })),
        // No two states of a chunk have the same epoch, attempt and phase.
        (found) =>
          found['epoch'] === next.epoch &&
          found['attempt'] === next.attempt &&
          found['phase'] === next.phase &&
          found['round'] === next.round &&
          found['statuses'] === statuses,
      );
    },
    listExcluded: async (ref, from, limit) => (await query(ref, 'EXCLUDED', from, limit)).map(excludedFromItem),
    findPages: async (ref, customerId) =>
      (await query(ref, 'LOOKUP', 0)).flatMap((item): readonly (PlanPage | Unreadable)[] => {
        const lookup = readable(item, () => lookupItem.parse(item));
        if (isUnreadable(lookup)) return [lookup];
        const { filter, addresses: _, ...page } = lookup;
        return mayHold(filter, customerId) ? [page] : [];
      }),
    listAddressDigests: async (ref, pages) => {
      const digests: number[][] = [];
      for (const item of await query(ref, 'LOOKUP', 0)) {
        // Of a damaged page nobody knows the addresses; those of the others are as good as before.
        const lookup = readable(item, () => lookupItem.parse(item));
        if (isUnreadable(lookup) || lookup.number >= pages) continue;
        if (lookup.addresses !== undefined) digests.push(unpackDigests(lookup.addresses));
      }
      return digests;
    },
    putDuplicates: async (ref, digests) => {
      for (let number = 0; number * DIGESTS_IN_ITEM < digests.length; number += 1) {
        const some = digests.slice(number * DIGESTS_IN_ITEM, (number + 1) * DIGESTS_IN_ITEM);
        const key = { pk: shardPk(ref), sk: numbered('DUPLICATES', number) };
        const item = { ...key, number, addresses: packDigests(some) };
        await database.client.send(new PutCommand({ TableName: table, Item: item }));
      }
    },
    listDuplicates: async (ref) =>
      (await query(ref, 'DUPLICATES', 0)).flatMap((item) => unpackDigests(digestsItem.parse(item).addresses)),
  };
}

/** What a page planned, as it is stored. */
export function plannedItems(ref: KeptRef, { chunks, excluded, lookup }: PlannedPage): Record<string, unknown>[] {
  const pk = shardPk(ref);
  const items = chunks.map((chunk) => chunkToItem(pk, chunk));
  if (excluded !== null) items.push(excludedToItem(pk, excluded));
  if (lookup !== undefined) items.push(lookupToItem(pk, lookup));
  return items.map((item) => ({ ...item, ...expiry(ref.keptUntil) }));
}

/** An item somebody edited by hand must not stop those beside it: what it says is lost, that it is there is not. */
function readable<T>(item: Record<string, unknown>, read: () => T): T | Unreadable {
  try {
    return read();
  } catch (error) {
    const number = numberIn(item['sk']);
    if (number === null) throw error;
    return { number, isUnreadable: true };
  }
}

function packedBefore(before: ChunkState['before']): { readonly before?: string } {
  return before === undefined ? {} : { before: packStatuses(before) };
}

function chunkToItem(pk: string, { number, recipients }: Chunk): Record<string, unknown> {
  const addresses = packAddresses(recipients);
  const expiries = packExpiries(recipients);
  return {
    pk,
    sk: numbered('CHUNK', number),
    number,
    recipients: packRecipients(recipients),
    ...(addresses === null ? {} : { addresses }),
    ...(expiries === null ? {} : { expiries }),
  };
}

function lookupToItem(pk: string, { customerIds, addressDigests, ...page }: PlanLookup): Record<string, unknown> {
  const addresses = addressDigests.length === 0 ? {} : { addresses: packDigests(addressDigests) };
  return { pk, sk: numbered('LOOKUP', page.number), ...page, filter: customerFilter(customerIds), ...addresses };
}

function excludedToItem(pk: string, { number, customerIds }: ExcludedList): Record<string, unknown> {
  const packed: { [R in ExclusionReason]?: string } = {};
  for (const reason of EXCLUSION_REASONS) {
    const ids = customerIds[reason];
    if (ids !== undefined) packed[reason] = packIds(ids);
  }
  return { pk, sk: numbered('EXCLUDED', number), number, customerIds: packed };
}

function excludedFromItem(item: unknown): ExcludedList {
  const { number, customerIds } = excludedItem.parse(item);
  const unpacked: { [R in ExclusionReason]?: string[] } = {};
  for (const reason of EXCLUSION_REASONS) {
    const ids = customerIds[reason];
    if (ids !== undefined) unpacked[reason] = unpackIds(ids);
  }
  return { number, customerIds: unpacked };
}

/** Each write names the one before, by every field that can tell two of them apart. */
function conditionOf(expected: ChunkFence | 'UNREADABLE' | null) {
  if (expected === null) return { ConditionExpression: 'attribute_not_exists(pk)' };
  // Nothing in it can be named; the shard's lease is what keeps two owners apart here.
  if (expected === 'UNREADABLE') return { ConditionExpression: 'attribute_exists(pk)' };
  return {
    ConditionExpression: '#epoch = :epoch AND #attempt = :attempt AND #phase = :phase',
    ExpressionAttributeNames: { '#epoch': 'epoch', '#attempt': 'attempt', '#phase': 'phase' },
    ExpressionAttributeValues: {
      ':epoch': expected.epoch,
      ':attempt': expected.attempt,
      ':phase': expected.phase,
    },
  };
}
