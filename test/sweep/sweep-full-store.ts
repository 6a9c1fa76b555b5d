import * as z from 'zod';
import {
  createBudgets,
  createChunks,
  createDeliverySettings,
  createJobs,
  createPrices,
  indexOldJobs,
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
import { sweepJobs, type DamagedJob, type SendJob } from '../../src/app/delivery/index.ts';
import { startEmbeddedDatabase } from '../contract/embedded-database.ts';
import { jobOf, newId, NOW, SPEC } from '../contract/delivery-stores.ts';

export type FullStore = {
  readonly finished: number;
  readonly abandoned: number;
  /** Where the store keeps its files; in memory when absent. */
  readonly folder?: string;
  readonly say?: (line: string) => void;
};

export type SweptStore = {
  readonly rows: number;
  /** What one sweep used of the store, reads and writes. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Shards that should be rung for, as `job#shard`, and those that were. */
  readonly wanted: readonly string[];
  readonly rung: readonly string[];
  readonly damaged: readonly DamagedJob[];
  readonly letters: readonly string[];
  /** What the sweep after it, which finds the damaged row set aside, said. */
  readonly next: Awaited<ReturnType<typeof sweepJobs>>;
};

const found = z.object({ Item: z.record(z.string(), z.unknown()) });
const BATCH = 25;
const BATCHES_AT_ONCE = 8;
const WRITES = new Set(['PutItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems']);

/** Fills a store with direct sends that have ended and plans that nobody launched, adds what is due, and sweeps it. */
export async function sweepFullStore({ finished, abandoned, folder, say }: FullStore): Promise<SweptStore> {
  let readUnits = 0;
  let writeUnits = 0;
  const embedded = await startEmbeddedDatabase('STEADY', {
    ...(folder === undefined ? {} : { folder }),
    onUnits: (operation, units) => {
      if (WRITES.has(operation)) writeUnits += units;
      else readUnits += units;
    },
  });
  try {
    const { database, tables, call } = embedded;
    const jobs = createJobs(database, tables);
    // A store that was new when it was deployed has nothing of before.
    for (const late of [0, 900_000]) {
      await indexOldJobs({ ...database, now: () => database.now() + late }, tables);
    }
    const rowOf = async (id: string): Promise<Record<string, unknown>> =>
      found.parse((await call('GetItem', { TableName: tables.sendJob, Key: { id: { S: id } } })).body).Item;
    const put = async (rows: readonly Record<string, unknown>[]): Promise<void> => {
      const puts = rows.map((Item) => ({ PutRequest: { Item } }));
      const { status } = await call('BatchWriteItem', { RequestItems: { [tables.sendJob]: puts } });
      if (status !== 200) throw new Error(`The store refused rows with ${status}.`);
    };
    const fill = async (row: Record<string, unknown>, count: number): Promise<void> => {
      for (let written = 0; written < count;) {
        const batches: Promise<unknown>[] = [];
        for (let at = 0; at < BATCHES_AT_ONCE && written < count; at += 1) {
          const size = Math.min(BATCH, count - written);
          batches.push(put(Array.from({ length: size }, () => ({ ...row, id: { S: newId() } }))));
          written += size;
        }
        await Promise.all(batches);
        if (written % 100_000 === 0) say?.(`${written} rows written`);
      }
    };

    const direct: SendJob = { ...jobOf(newId()), audience: 'CALL', shardCount: 1, phase: 'SENDING', launchedAt: NOW };
    await jobs.create(direct, SPEC);
    await jobs.save({ ...direct, seq: 2, phase: 'COMPLETED', finishedAt: NOW + 800 }, 1);
    await jobs.close(direct.id, 2);
    await fill(await rowOf(direct.id), finished - 1);
    const plan = jobOf(newId());
    await jobs.create(plan, SPEC);
    await jobs.save({ ...plan, seq: 2, phase: 'PLANNED' }, 1);
    await fill(await rowOf(plan.id), abandoned - 1);

    const create = async (change: Partial<SendJob>): Promise<SendJob> => {
      const job = { ...jobOf(newId()), shardCount: 2, ...change };
      await jobs.create(job, SPEC);
      return job;
    };
    const due = [
      await create({ phase: 'PLANNING' }),
      await create({ phase: 'SENDING' }),
      await create({ phase: 'SENDING', audience: 'CALL', shardCount: 1 }),
      await create({ phase: 'SCHEDULED', sendAt: NOW + 45_000 }),
      await create({ phase: 'PAUSED', resumeAt: NOW - 1 }),
      await create({ phase: 'CANCELLED' }),
    ];
    await create({ phase: 'SCHEDULED', sendAt: NOW + 3_600_000 });
    await create({ phase: 'PAUSED' });
    const broken = await create({ phase: 'SENDING' });
    await put([{ ...(await rowOf(broken.id)), channels: { S: 'PUSH' } }]);

    const doorbell = createMemoryDoorbell();
    const deadLetters = createMemoryDeadLetters();
    const deps = {
      jobs,
      receiptFlags: jobs.receiptFlags,
      runRecords: createRunRecords(database, tables.delivery),
      chunks: createChunks(database, tables.delivery),
      receipts: createReceipts(database, tables.delivery),
      budgets: createBudgets(database, tables.delivery),
      prices: createPrices(database, tables.delivery),
      deliverySettings: createDeliverySettings(database, tables.delivery),
      shards: createShards(database, tables.delivery),
      doorbell,
      deadLetters,
      countBell: createMemoryCountBell(),
      publisher: createMemoryPublisher(),
      clock: { now: () => NOW, sleep: () => Promise.resolve() },
    };
    readUnits = 0;
    writeUnits = 0;
    // As the function does it.
    await indexOldJobs(database, tables);
    const { damaged } = await sweepJobs(deps);
    const used = { readUnits, writeUnits };
    const rung = new Set<string>();
    for (let ring = doorbell.take(); ring !== undefined; ring = doorbell.take())
      rung.add(`${ring.jobId}#${ring.shard}`);
    const wanted = due.flatMap(({ id, shardCount }) =>
      Array.from({ length: shardCount }, (_, shard) => `${id}#${shard}`),
    );
    return {
      rows: finished + abandoned + due.length + 3,
      ...used,
      wanted: wanted.sort(),
      rung: [...rung].sort(),
      damaged,
      letters: deadLetters.letters.map(
        ({ jobId, reason }) => `${jobId === broken.id ? 'the broken one' : jobId}: ${reason}`,
      ),
      next: await sweepJobs(deps),
    };
  } finally {
    await embedded.stop();
  }
}
