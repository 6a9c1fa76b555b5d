import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { DamagedJobError, newShard, type Shard, type ShardRef, type ShardStore } from '../../app/delivery/index.ts';
import { plainItem } from './attribute-values.ts';
import { PutCommand, UpdateCommand, type PutCommandInput } from './commands.ts';
import { holdsOrDid, SHOW_ITEM } from './condition.ts';
import { shardPk } from './delivery-keys.ts';
import { packRecipients, unpackRecipients } from './pack-chunk.ts';
import { packAddresses, unpackDigests } from './pack-digests.ts';
import { packExpiries, withExpiries } from './pack-expiries.ts';
import { readRow, readRows } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';
import { totals } from './totals-document.ts';

const SORT_KEY = 'SHARD';

const shardItem = z.object({
  jobId: z.string(),
  shard: z.int(),
  epoch: z.int(),
  revision: z.int().default(0),
  owner: z.string(),
  leaseUntil: z.number(),
  rungFor: z.number().default(0),
  planning: z.object({
    isDone: z.boolean(),
    cursor: z.string().nullable(),
    pages: z.int(),
    chunkCount: z.int(),
    remainders: z.array(z.string()),
    // Of remainders of before there are none.
    remainderAddresses: z.instanceof(Uint8Array).optional(),
    /** By step; empty where nobody's message expires by itself. */
    remainderExpiries: z.array(z.string()).optional(),
    costMicros: z.array(z.int()),
    // Plans of before did not count them.
    unknownZones: z.int().default(0),
    missingZones: z.int().default(0),
  }),
  round: z.int(),
  cursor: z.int(),
  isDone: z.boolean(),
  totals,
  ahead: totals.nullable().default(null),
  unreadableChunks: z.int(),
  keptUntil: z.number().exactOptional(),
});

function toItem(shard: Shard) {
  const remainders = shard.planning.remainders.map(packRecipients);
  const addresses = packAddresses(shard.planning.remainders.flat());
  const remainderAddresses = addresses === null ? {} : { remainderAddresses: addresses };
  const expiries = shard.planning.remainders.map((ofStep) => packExpiries(ofStep) ?? '');
  const remainderExpiries = expiries.every((ofStep) => ofStep === '') ? {} : { remainderExpiries: expiries };
  return { ...shard, planning: { ...shard.planning, remainders, ...remainderAddresses, ...remainderExpiries } };
}

function fromItem(jobId: string, item: unknown): Shard {
  const read = shardItem.safeParse(item);
  if (!read.success) throw new DamagedJobError(jobId, 'SHARD_DAMAGED', { cause: read.error });
  const shard = read.data;
  const { remainderAddresses, remainderExpiries, ...planning } = shard.planning;
  let digests = remainderAddresses === undefined ? undefined : unpackDigests(remainderAddresses);
  const remainders = planning.remainders.map((packed, step) => {
    const recipients = unpackRecipients(packed, digests);
    digests = digests?.slice(recipients.length);
    const expiries = remainderExpiries?.[step];
    return withExpiries(recipients, expiries === '' ? undefined : expiries);
  });
  return { ...shard, planning: { ...planning, remainders } };
}

/** A shard as it is stored. */
export function shardToItem(shard: Shard): Record<string, unknown> {
  return { pk: shardPk(shard), sk: SORT_KEY, ...toItem(shard), ...expiry(shard.keptUntil) };
}

/** Shards as items of the Delivery table, one partition key each. */
export function createShards(database: Database, table: string): ShardStore {
  const { client } = database;
  type Condition = Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>;
  const put = (shard: Shard, condition: Condition, isMine: (found: Record<string, unknown>) => boolean) =>
    holdsOrDid(
      client.send(new PutCommand({ TableName: table, Item: shardToItem(shard), ...condition, ...SHOW_ITEM })),
      isMine,
    );
  return {
    create: (shard) => put(shard, { ConditionExpression: 'attribute_not_exists(pk)' }, () => false),
    acquire: async (ref, lease) => {
      try {
        const answer = await client.send(acquireCommand(table, ref, lease));
        return fromItem(ref.jobId, plainItem(answer.Attributes ?? {}));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const found = error.Item === undefined ? {} : plainItem(error.Item);
        // An owner is named anew for each lease: the answer of this very request was lost.
        return found['owner'] === lease.owner ? fromItem(ref.jobId, found) : null;
      }
    },
    save: (shard) =>
      put(
        shard,
        {
          ConditionExpression: 'epoch = :epoch AND (attribute_not_exists(revision) OR revision < :revision)',
          ExpressionAttributeValues: { ':epoch': shard.epoch, ':revision': shard.revision },
        },
        // Nobody else writes in this epoch, one write after the other.
        (found) => found['epoch'] === shard.epoch,
      ),
    get: async (ref) => {
      const item = await readRow(database, table, { pk: shardPk(ref), sk: SORT_KEY });
      return item === null ? null : fromItem(ref.jobId, item);
    },
    list: async (jobId, shardCount) => {
      const keys = Array.from({ length: shardCount }, (_, shard) => ({ pk: shardPk({ jobId, shard }), sk: SORT_KEY }));
      const items = await readRows(database, table, keys, true);
      return items.map((item) => fromItem(jobId, item)).sort((a, b) => a.shard - b.shard);
    },
  };
}

/** One write that creates the shard if need be, checks that nobody holds it, and fences off everyone before. */
function acquireCommand(
  table: string,
  ref: ShardRef,
  { owner, now, until }: { owner: string; now: number; until: number },
): UpdateCommand {
  const { epoch: _, owner: __, leaseUntil: ___, ...initial } = toItem(newShard(ref));
  const names: Record<string, string> = { '#owner': 'owner' };
  const values: Record<string, unknown> = { ':one': 1, ':zero': 0, ':owner': owner, ':until': until, ':now': now };
  const set = ['epoch = if_not_exists(epoch, :zero) + :one', '#owner = :owner', 'leaseUntil = :until'];
  for (const [name, value] of Object.entries(initial)) {
    names[`#${name}`] = name;
    values[`:${name}`] = value;
    set.push(`#${name} = if_not_exists(#${name}, :${name})`);
  }
  return new UpdateCommand({
    TableName: table,
    Key: { pk: shardPk(ref), sk: SORT_KEY },
    UpdateExpression: `SET ${set.join(', ')}`,
    ConditionExpression: 'attribute_not_exists(leaseUntil) OR leaseUntil < :now',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
    ...SHOW_ITEM,
  });
}
