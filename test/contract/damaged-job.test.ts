import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createBudgets,
  createChunks,
  createDeliverySettings,
  createJobs,
  createPrices,
  createReceipts,
  createRunRecords,
  createShards,
} from '../../src/adapters/dynamodb/index.ts';
import {
  createMemoryCountBell,
  createMemoryDeadLetters,
  createMemoryDoorbell,
  createMemoryPublisher,
} from '../../src/adapters/memory/index.ts';
import { newShard, sweepJobs } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;

beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});

afterAll(() => embedded.stop());

it('is set aside with its code, for an operator to find, and due again when its row is written again', async () => {
  const { database, tables, call } = embedded;
  const jobs = createJobs(database, tables);
  const shards = createShards(database, tables.delivery);
  const deadLetters = createMemoryDeadLetters();
  const doorbell = createMemoryDoorbell();
  const deps = {
    jobs,
    shards,
    deadLetters,
    countBell: createMemoryCountBell(),
    doorbell,
    receiptFlags: jobs.receiptFlags,
    runRecords: createRunRecords(database, tables.delivery),
    chunks: createChunks(database, tables.delivery),
    receipts: createReceipts(database, tables.delivery),
    budgets: createBudgets(database, tables.delivery),
    prices: createPrices(database, tables.delivery),
    deliverySettings: createDeliverySettings(database, tables.delivery),
    publisher: createMemoryPublisher(),
    clock: { now: () => NOW, sleep: () => Promise.resolve() },
  };
  const create = async () => {
    const job = { ...jobOf(newId()), shardCount: 1, phase: 'SENDING' as const };
    await jobs.create(job, SPEC);
    return job;
  };
  const [ofRow, ofShard, sound] = [await create(), await create(), await create()];
  await shards.create(newShard({ jobId: ofShard.id, shard: 0 }));
  const spoil = (TableName: string, Key: Record<string, unknown>, name: string) =>
    call('UpdateItem', {
      TableName,
      Key,
      UpdateExpression: 'SET #name = :text',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':text': { S: 'spoilt' } },
    });
  await spoil(tables.sendJob, { id: { S: ofRow.id } }, 'channels');
  await spoil(tables.delivery, { pk: { S: `job#${ofShard.id}#0000` }, sk: { S: 'SHARD' } }, 'totals');

  const wanted = [
    { jobId: ofRow.id, reason: 'JOB_DAMAGED' },
    { jobId: ofShard.id, reason: 'SHARD_DAMAGED' },
  ];
  const report = await sweepJobs(deps);
  expect(report).toMatchObject({ due: 3, rung: 1 });
  expect([...report.damaged].sort((a, b) => a.code.localeCompare(b.code))).toEqual(
    wanted.map(({ jobId, reason }) => ({ jobId, code: reason })),
  );
  expect([...deadLetters.letters].sort((a, b) => a.reason.localeCompare(b.reason))).toEqual(wanted);
  expect(doorbell.take()).toMatchObject({ jobId: sound.id });
  expect(await jobs.listDue(NOW, 10)).toEqual([{ id: sound.id }]);
  const damagedAt = async (id: string) =>
    JSON.stringify((await call('GetItem', { TableName: tables.sendJob, Key: { id: { S: id } } })).body).includes(
      '"damagedAt"',
    );
  expect(await Promise.all([ofRow.id, ofShard.id, sound.id].map(damagedAt))).toEqual([true, true, false]);

  expect(await jobs.save({ ...ofRow, seq: 2 }, 1)).toBe(true);
  expect(await damagedAt(ofRow.id)).toBe(false);
  expect((await jobs.listDue(NOW, 10)).map(({ id }) => id).sort()).toEqual([ofRow.id, sound.id].sort());
});
