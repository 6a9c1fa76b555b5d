import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobs, indexOldJobs } from '../../src/adapters/dynamodb/index.ts';
import type { SendJob } from '../../src/app/delivery/index.ts';
import { jobOf, newId, NOW, SPEC } from './delivery-stores.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let embedded: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
let clock = NOW;

beforeAll(async () => {
  // Pages of two rows.
  embedded = await startEmbeddedDatabase('UNSTEADY');
});

afterAll(() => embedded.stop());

const connect = () => ({ ...embedded.database, now: () => clock });

const dueIds = async (now = NOW): Promise<readonly string[]> => {
  embedded.catchUp();
  return (await createJobs(connect(), embedded.tables).listDue(now, 1_000)).map(({ id }) => id).sort();
};

/** A row as it was written before there were indexes. */
async function createOld(change: Partial<SendJob>, row: { isOpen: boolean; receiptMark?: string }): Promise<SendJob> {
  const job = { ...jobOf(newId()), ...change };
  await createJobs(connect(), embedded.tables).create(job, SPEC);
  const { status } = await embedded.call('UpdateItem', {
    TableName: embedded.tables.sendJob,
    Key: { id: { S: job.id } },
    UpdateExpression: `SET ${row.receiptMark === undefined ? 'x = :mark' : 'receiptMark = :mark'}${row.isOpen ? ', isOpen = :open' : ''} REMOVE dueShard, dueAt`,
    ExpressionAttributeValues: {
      ':mark': { S: row.receiptMark ?? '-' },
      ...(row.isOpen ? { ':open': { BOOL: true } } : {}),
    },
  });
  expect(status).toBe(200);
  return job;
}

it('brings every job of before the indexes into them, page after page, once and once more, and is then done', async () => {
  const due: SendJob[] = [];
  for (let at = 0; at < 5; at += 1) due.push(await createOld({ phase: 'SENDING' }, { isOpen: true }));
  due.push(await createOld({ phase: 'PLANNING' }, { isOpen: false }));
  due.push(await createOld({ phase: 'COMPLETED', finishedAt: NOW }, { isOpen: true }));
  due.push(
    await createOld({ phase: 'COMPLETED', finishedAt: NOW, isAnnounced: true }, { isOpen: false, receiptMark: 'm' }),
  );
  const scheduled = await createOld({ phase: 'SCHEDULED', sendAt: NOW + 3_600_000 }, { isOpen: true });
  await createOld({ phase: 'PLANNED' }, { isOpen: true });
  await createOld({ phase: 'COMPLETED', finishedAt: NOW }, { isOpen: false });
  const broken = await createOld({ phase: 'SENDING' }, { isOpen: true });
  await embedded.call('UpdateItem', {
    TableName: embedded.tables.sendJob,
    Key: { id: { S: broken.id } },
    UpdateExpression: 'SET channels = :text',
    ExpressionAttributeValues: { ':text': { S: 'PUSH' } },
  });
  expect(await dueIds()).toEqual([]);

  const wanted = [...due, broken].map(({ id }) => id).sort();
  // No time is left for a second page: each call goes on where the last one stopped.
  let looks = 0;
  const slow = { ...embedded.database, now: () => clock + (looks += 1) };
  for (let call = 0; call < 3; call += 1) await indexOldJobs(slow, embedded.tables, 3);
  const some = await dueIds();
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(wanted.length);
  for (let call = 0; call < 6; call += 1) await indexOldJobs(connect(), embedded.tables);
  expect(await dueIds()).toEqual(wanted);
  expect(await dueIds(NOW + 3_600_000)).toEqual([...wanted, scheduled.id].sort());
  expect(await createJobs(connect(), embedded.tables).get(scheduled.id)).toEqual(scheduled);

  const late = await createOld({ phase: 'SENDING' }, { isOpen: false });
  await indexOldJobs(connect(), embedded.tables);
  expect(await dueIds()).not.toContain(late.id);
  clock += 900_000;
  await indexOldJobs(connect(), embedded.tables);
  expect(await dueIds()).toContain(late.id);

  const tooLate = await createOld({ phase: 'SENDING' }, { isOpen: false });
  clock += 900_000;
  await indexOldJobs(connect(), embedded.tables);
  expect(await dueIds()).not.toContain(tooLate.id);
});

it('reads the totals of before complaints were counted as none', async () => {
  const job = jobOf(newId());
  const jobs = createJobs(connect(), embedded.tables);
  await jobs.create(job, SPEC);
  const { status } = await embedded.call('UpdateItem', {
    TableName: embedded.tables.sendJob,
    Key: { id: { S: job.id } },
    UpdateExpression: 'REMOVE complained, sent.complained, receipts.complained',
  });
  expect(status).toBe(200);
  expect(await jobs.get(job.id)).toEqual(job);
});
