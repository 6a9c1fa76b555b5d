import { expect, it } from 'vitest';
import * as z from 'zod';
import { createSqsDoorbell } from '../../../src/adapters/sqs/index.ts';
import type { Ring } from '../../../src/app/delivery/index.ts';

const batch = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.object({ MessageBody: z.string(), DelaySeconds: z.number() })),
});

/** What was put on which queue: `[queue, message, delay]`. */
function createBells(directQueueUrl?: string) {
  const put: [string, string, number][] = [];
  const send = async ({ input }: { readonly input: unknown }) => {
    const { QueueUrl, Entries } = batch.parse(input);
    for (const { MessageBody, DelaySeconds } of Entries) put.push([QueueUrl, MessageBody, DelaySeconds]);
    return {};
  };
  const queues = { queueUrl: 'bulk', ...(directQueueUrl === undefined ? {} : { directQueueUrl }) };
  return { put, doorbell: createSqsDoorbell({ ...queues, client: { send } as never }) };
}

const RINGS: readonly Ring[] = [
  { jobId: 'campaign', shard: 0, lane: 'BULK' },
  { jobId: 'call', shard: 0, lane: 'DIRECT' },
  { jobId: 'campaign', shard: 1, lane: 'BULK' },
];

it('rings direct sends on a queue of their own, and campaigns on theirs', async () => {
  const { put, doorbell } = createBells('direct');
  await doorbell.ring(RINGS, 7);
  expect(put).toEqual([
    ['direct', '{"jobId":"call","shard":0}', 7],
    ['bulk', '{"jobId":"campaign","shard":0}', 7],
    ['bulk', '{"jobId":"campaign","shard":1}', 7],
  ]);
});

it('rings everybody on the one queue there is, and delays no longer than SQS can', async () => {
  const { put, doorbell } = createBells();
  await doorbell.ring(RINGS, 5_000);
  expect(new Set(put.map(([queue, , delay]) => `${queue} ${delay}`))).toEqual(new Set(['bulk 900']));
  expect(put).toHaveLength(3);
});
