import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createChunks, createReceipts, readLakeChange } from '../../src/adapters/dynamodb/index.ts';
import type { ChunkState } from '../../src/app/delivery/index.ts';
import { NO_TOTALS, type RecipientResult } from '../../src/domain/send-job/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

let world: Awaited<ReturnType<typeof startEmbeddedDatabase>>;
beforeAll(async () => {
  world = await startEmbeddedDatabase();
});
afterAll(() => world.stop());

const AT_SECONDS = 1_795_000_000;
const REF = { jobId: 'job-1#spring', shard: 3 };
const images = z.object({ Items: z.array(z.record(z.string(), z.record(z.string(), z.unknown()))) });

async function allItems(): Promise<Map<string, Record<string, Record<string, unknown>>>> {
  const { body } = await world.call('Scan', { TableName: world.tables.delivery });
  return new Map(images.parse(body).Items.map((item) => [JSON.stringify([item['pk'], item['sk']]), item]));
}

/** What the stream of the table says of a write, as the lake reads it: one change for each item that it changed. */
async function changesOf(write: () => Promise<unknown>): Promise<unknown[]> {
  const before = await allItems();
  await write();
  const changes: unknown[] = [];
  for (const [key, item] of await allItems()) {
    const old = before.get(key);
    if (JSON.stringify(old) === JSON.stringify(item)) continue;
    const dynamodb = {
      ApproximateCreationDateTime: AT_SECONDS,
      NewImage: item,
      ...(old === undefined ? {} : { OldImage: old }),
    };
    const change = readLakeChange({ eventName: old === undefined ? 'INSERT' : 'MODIFY', dynamodb });
    if (change !== null) changes.push(change);
  }
  return changes;
}

const chunks = () => createChunks(world.database, world.tables.delivery);
const accepted: RecipientResult = { status: 'ACCEPTED' };
const failed: RecipientResult = { status: 'FAILED', code: 'PERMANENT_FAILURE' };

const claimed: ChunkState = {
  number: 7,
  epoch: 1,
  attempt: 1,
  phase: 'CLAIMED',
  results: [{ status: 'CLAIMED' }, { status: 'CLAIMED' }],
  tries: [],
  stalls: 0,
  retryAt: 0,
  stepIndex: 0,
  round: 0,
};

describe('what the delivery table tells the lake', () => {
  it('of a chunk that is recorded: what became of whom, and what was billed, beside what was told before', async () => {
    const store = chunks();
    await store.putPlanned(REF, 1, {
      chunks: [
        {
          number: 7,
          recipients: ['a', 'b'].map((customerId) => ({
            customerId,
            endpointId: `e-${customerId}`,
            stepIndex: 0,
            treatment: 0,
          })),
        },
      ],
      excluded: null,
    });
    await store.writeState(REF, claimed, null);
    const charge = { at: 1_794_999_999_000, item: 'push', units: 1, places: [0] };
    const waiting: ChunkState = {
      ...claimed,
      phase: 'WAITING',
      results: [accepted, { status: 'PLANNED' }],
      charges: [charge],
    };
    expect(await changesOf(() => store.writeState(REF, waiting, claimed))).toMatchObject([
      {
        kind: 'DELIVERY',
        change: {
          kind: 'RESULTS',
          ref: REF,
          number: 7,
          at: AT_SECONDS * 1_000,
          before: [{ status: 'CLAIMED' }, { status: 'CLAIMED' }],
          results: [accepted, { status: 'PLANNED' }],
          chargesBefore: [],
          charges: [charge],
        },
      },
    ]);
    const recorded: ChunkState = { ...waiting, attempt: 2, phase: 'RECORDED', results: [accepted, failed] };
    expect(await changesOf(() => store.writeState(REF, recorded, waiting))).toMatchObject([
      {
        change: {
          before: [accepted, { status: 'PLANNED' }],
          results: [accepted, failed],
          chargesBefore: [charge],
          charges: [charge],
        },
      },
    ]);
  });

  it('of receipts: what they say of each message that they said nothing or something else of', async () => {
    const receipts = createReceipts(world.database, world.tables.delivery);
    const count = { counter: 0, difference: NO_TOTALS };
    const marks = (revision: number, ...results: RecipientResult[]) => ({
      number: 7,
      revision,
      marks: results,
      counted: NO_TOTALS,
    });
    const opened: RecipientResult = { status: 'OPENED' };
    const delivered: RecipientResult = { status: 'DELIVERED' };
    const none: RecipientResult = { status: 'PLANNED' };
    expect(await changesOf(() => receipts.put(REF, marks(1, delivered, none), count))).toMatchObject([
      {
        kind: 'DELIVERY',
        change: { kind: 'RESULTS', ref: REF, number: 7, before: [], results: [delivered, none], charges: [] },
      },
    ]);
    expect(await changesOf(() => receipts.put(REF, marks(2, opened, delivered), count))).toMatchObject([
      { change: { before: [delivered, none], results: [opened, delivered] } },
    ]);
  });

  it('of those who are left out: whom a holdout keeps out, and nobody else', async () => {
    const excluded = (number: number, customerIds: Record<string, string[]>) => () =>
      chunks().putPlanned(REF, 1, { chunks: [], excluded: { number, customerIds } });
    expect(await changesOf(excluded(0, { NO_AD_CONSENT: ['x'] }))).toEqual([]);
    expect(await changesOf(excluded(1, { NO_AD_CONSENT: ['x'], TREATMENT_HOLDOUT: ['y', '봄'] }))).toMatchObject([
      { kind: 'DELIVERY', change: { kind: 'HELD_OUT', ref: REF, customerIds: ['y', '봄'] } },
    ]);
  });

  it('by its name, when it cannot be read', async () => {
    await chunks().writeState({ ...REF, shard: 4 }, claimed, null);
    const [state] = [...(await allItems()).values()].filter(({ sk }) => String(sk?.['S']).startsWith('STATE#'));
    const dynamodb = { ApproximateCreationDateTime: AT_SECONDS, NewImage: { ...state, statuses: { S: '??' } } };
    expect(readLakeChange({ eventName: 'MODIFY', dynamodb })).toMatchObject({
      kind: 'UNREADABLE',
      what: expect.stringContaining(REF.jobId) as string,
    });
  });
});
