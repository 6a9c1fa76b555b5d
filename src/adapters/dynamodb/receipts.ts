import * as z from 'zod';
import type { KeptRef, ReceiptMarks, ReceiptStore, RecountNote, ShardRef } from '../../app/delivery/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../domain/send-job/index.ts';
import { DeleteCommand, PutCommand, TransactWriteCommand, type TransactStep } from './commands.ts';
import { holds, holdsTogether } from './condition.ts';
import { lastOf, numbered, shardPk } from './delivery-keys.ts';
import { packStatuses, unpackStatuses } from './pack-chunk.ts';
import { packCounts, packedCounts, unpackCounts } from './packed-counts.ts';
import { queryPartition } from './query-partition.ts';
import { readRow, readRows } from './read-rows.ts';
import { expiry, type Database } from './tables.ts';

type Writes = TransactStep[];

const receiptItem = z.object({
  number: z.int(),
  revision: z.int(),
  marks: z.string(),
  // Rows of before there were counters are contained in their job's base.
  counted: packedCounts.optional(),
});
const noteItem = z.object({ shard: z.int(), number: z.int(), id: z.string() });

/**
 * What receipts say, as one item per chunk beside its state: the engine writes that one, receipts this one. What they
 * change is added to one of the job's counters in the same transaction. Counters have partitions of their own, and so have
 * the notes of a job.
 */
export function createReceipts(database: Database, table: string): ReceiptStore {
  const { client } = database;
  return {
    get: async (ref, number) => {
      const item = await readRow(database, table, receiptKey(ref, number));
      return item === null ? null : (receiptOf(item) ?? { number, isUnreadable: true });
    },
    list: async (ref, from, limit) => {
      const items = await queryPartition(database, {
        table,
        pk: shardPk(ref),
        from: numbered('RECEIPT', from),
        to: lastOf('RECEIPT'),
        isConsistent: true,
        ...(limit === undefined ? {} : { limit }),
      });
      return items.flatMap((item) => receiptOf(item) ?? []);
    },
    put: async (ref, next, { counter, difference, putsUp, takesDown }) => {
      const note = { shard: ref.shard, number: next.number };
      const writes: Writes = [{ Put: marksPut(table, ref, next) }];
      const addition = counterUpdate(table, ref, counter, difference);
      if (addition !== null) writes.push({ Update: addition });
      if (putsUp !== undefined) writes.push({ Put: notePut(table, ref.jobId, { ...note, id: putsUp }, ref.keptUntil) });
      if (takesDown !== undefined) writes.push({ Delete: noteDelete(table, ref.jobId, { ...note, id: takesDown }) });
      return holdsTogether(client.send(new TransactWriteCommand({ TransactItems: writes })));
    },
    sum: async (jobId, counters) => {
      const keys = Array.from({ length: counters }, (_, counter) => counterKey(jobId, counter));
      const items = await readRows(database, table, keys, true);
      return items.reduce<Totals>((sum, item) => addTotals(sum, unpackCounts(item)), NO_TOTALS);
    },
    note: async (jobId, note, keptUntil) => {
      await client.send(new PutCommand(notePut(table, jobId, note, keptUntil)));
    },
    dropNote: async (jobId, note) => {
      await holds(client.send(new DeleteCommand(noteDelete(table, jobId, note))));
    },
    listNotes: async (jobId, fromShard, limit) => {
      const { pk, sk } = noteKey(jobId, { shard: fromShard, number: 0 });
      const items = await queryPartition(database, { table, pk, from: sk, to: 'NOTE#~', limit, isConsistent: true });
      return items.map((item) => noteItem.parse(item));
    },
  };
}

function receiptKey(ref: ShardRef, number: number) {
  return { pk: shardPk(ref), sk: numbered('RECEIPT', number) };
}

/** Null for one that somebody edited or that is damaged: it holds up nobody else's. */
function receiptOf(item: Record<string, unknown>): ReceiptMarks | null {
  const parsed = receiptItem.safeParse(item);
  if (!parsed.success) return null;
  const { number, revision, marks, counted } = parsed.data;
  try {
    const base = { number, revision, marks: unpackStatuses(marks) };
    return { ...base, counted: counted === undefined ? null : unpackCounts(counted) };
  } catch {
    return null;
  }
}

function marksPut(table: string, ref: KeptRef, { number, revision, marks, counted }: ReceiptMarks) {
  const packed = counted === null ? {} : { counted: packCounts(counted) };
  const isFirst = revision === 1;
  return {
    TableName: table,
    Item: {
      ...receiptKey(ref, number),
      number,
      revision,
      marks: packStatuses(marks),
      ...packed,
      ...expiry(ref.keptUntil),
    },
    ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : 'revision = :known',
    ...(isFirst ? {} : { ExpressionAttributeValues: { ':known': revision - 1 } }),
  };
}

function counterKey(jobId: string, counter: number) {
  return { pk: `receipts#${jobId}#${String(counter).padStart(2, '0')}`, sk: 'COUNTER' };
}

/** Null where nothing changes. */
function counterUpdate(table: string, { jobId, keptUntil }: KeptRef, counter: number, difference: Totals) {
  const counts = Object.entries(packCounts(difference));
  if (counts.length === 0) return null;
  const { expiresAt } = expiry(keptUntil);
  return {
    TableName: table,
    Key: counterKey(jobId, counter),
    UpdateExpression: [
      `ADD ${counts.map((_, index) => `#c${index} :c${index}`).join(', ')}`,
      ...(expiresAt === undefined ? [] : ['SET expiresAt = :expiresAt']),
    ].join(' '),
    ExpressionAttributeNames: Object.fromEntries(counts.map(([name], index) => [`#c${index}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(counts.map(([, value], index) => [`:c${index}`, value])),
      ...(expiresAt === undefined ? {} : { ':expiresAt': expiresAt }),
    },
  };
}

function noteKey(jobId: string, { shard, number }: Pick<RecountNote, 'shard' | 'number'>) {
  const name = `${String(shard).padStart(4, '0')}#${String(number).padStart(8, '0')}`;
  return { pk: `receipts#${jobId}`, sk: `NOTE#${name}` };
}

function notePut(table: string, jobId: string, note: RecountNote, keptUntil?: number) {
  return { TableName: table, Item: { ...noteKey(jobId, note), ...note, ...expiry(keptUntil) } };
}

function noteDelete(table: string, jobId: string, note: RecountNote) {
  return {
    TableName: table,
    Key: noteKey(jobId, note),
    ConditionExpression: '#id = :id',
    ExpressionAttributeNames: { '#id': 'id' },
    ExpressionAttributeValues: { ':id': note.id },
  };
}
