import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import {
  createCalls,
  createChunks,
  createJobs,
  createReceipts,
  createShards,
} from '../../src/adapters/dynamodb/index.ts';
import { newShard, type SendJob } from '../../src/app/delivery/index.ts';
import { NO_STEP_TOTALS, totalsOfStep } from '../../src/domain/send-job/index.ts';
import { jobOf, newId, SPEC, stateOf } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 28, 3);

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;

beforeAll(async () => {
  embedded = await startEmbeddedDatabase();
});

afterAll(() => embedded.stop());

const scanned = z.object({
  Items: z.array(
    z.looseObject({ sk: z.object({ S: z.string() }).optional(), expiresAt: z.object({ N: z.string() }).optional() }),
  ),
});

const daysOf = async (table: string): Promise<Record<string, number | undefined>> => {
  const { Items } = scanned.parse((await embedded.call('Scan', { TableName: table })).body);
  return Object.fromEntries(
    Items.map(({ sk, expiresAt }) => [
      sk?.S ?? 'row',
      expiresAt === undefined ? undefined : (Number(expiresAt.N) * 1000 - START) / DAY,
    ]),
  );
};

it('end by themselves: every item of a direct send, its contents first and its row last', async () => {
  const { database, tables } = embedded;
  const jobs = createJobs(database, tables);
  const chunks = createChunks(database, tables.delivery);
  const job: SendJob = {
    ...jobOf(newId()),
    phase: 'SENDING',
    audience: 'CALL',
    shardCount: 1,
    sendUntil: START + 7 * DAY,
    keptUntil: START + 90 * DAY,
  };
  const shard = { ...newShard({ jobId: job.id, shard: 0 }), epoch: 1, keptUntil: START + 90 * DAY };
  const recipients = [{ customerId: 'm-1', endpointId: newId(), stepIndex: 0, treatment: 0 }];
  const placed = await createCalls(database, tables).place({
    key: { clientId: 'shop', key: 'k1' },
    bodyHash: 'b1',
    answer: { jobId: job.id, decisions: [] },
    job,
    spec: SPEC,
    shard,
    planned: { chunks: [{ number: 0, recipients }], excluded: { number: 0, customerIds: { DUPLICATE_USER: ['m-2'] } } },
    audit: { id: 'a', at: START, actor: 'client:shop', action: 'sendMessages', outcome: 'OK', subject: job.id },
    now: START,
  });
  expect(placed).toBe(true);
  const owned = await createShards(database, tables.delivery).acquire(shard, {
    owner: 'w',
    now: START,
    until: START + 9,
  });
  if (owned === null) throw new Error('The shard was not acquired.');
  expect(owned.keptUntil).toBe(job.keptUntil);
  await createShards(database, tables.delivery).save({ ...owned, revision: 1, isDone: true });
  await chunks.writeState(owned, stateOf(0), null);
  await createReceipts(database, tables.delivery).put(
    owned,
    { number: 0, revision: 1, marks: [], counted: null },
    { counter: 0, difference: totalsOfStep(0, { ...NO_STEP_TOTALS, opened: 1 }), putsUp: 'noted' },
  );
  await jobs.save({ ...job, seq: 2, phase: 'COMPLETED' }, 1);
  await jobs.close(job.id, 2);

  const days = await daysOf(tables.delivery);
  expect(days).toEqual({
    SPEC: 8,
    SHARD: 90,
    'CHUNK#00000000': 90,
    'EXCLUDED#00000000': 90,
    'STATE#00000000': 90,
    'RECEIPT#00000000': 90,
    COUNTER: 90,
    'NOTE#0000#00000000': 90,
  });
  expect(await daysOf(tables.sendJob)).toEqual({ row: 97 });
});

it('are seen no more from their moment on, though DynamoDB removes them days later', async () => {
  const { database, tables } = embedded;
  let clock = START;
  const jobs = createJobs({ ...database, now: () => clock }, tables);
  const times = { sendUntil: START + 7 * DAY, keptUntil: START + 90 * DAY };
  const job: SendJob = { ...jobOf(newId()), audience: 'CALL', ...times };
  await jobs.create(job, SPEC);
  clock = START + 8 * DAY - 1;
  expect(await jobs.getSpec(job.id)).toEqual(SPEC);
  clock += 1;
  expect(await jobs.getSpec(job.id)).toBeNull();
  clock = START + 90 * DAY - 1;
  expect(await jobs.get(job.id)).toEqual(job);
  clock += 1;
  expect(await jobs.get(job.id)).toBeNull();
});

it('are kept when a campaign was sent', async () => {
  const { database, tables } = embedded;
  const jobs = createJobs(database, tables);
  const job: SendJob = { ...jobOf(newId()), sendUntil: 1 };
  await jobs.create(job, SPEC);
  expect(await jobs.get(job.id)).toEqual(job);
  expect(await jobs.getSpec(job.id)).toEqual(SPEC);
});
