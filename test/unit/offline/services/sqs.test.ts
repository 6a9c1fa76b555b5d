import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Queue } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { DueHeap } from '../../../../src/offline/services/sqs/due-heap.ts';
import { createSqs, md5OfAttributes, type Sqs } from '../../../../src/offline/services/sqs/index.ts';

const arn = (name: string) => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;
const queue = (name: string, more: Partial<Queue> = {}): Queue => ({
  name,
  arn: arn(name),
  url: `http://127.0.0.1/000000000000/${name}`,
  fifo: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
  ...more,
});

const clock = createClock(() => 1_000_000);
const opened: Sqs[] = [];
function open(queues: readonly Queue[], folder?: string): Sqs {
  const sqs = createSqs({ queues, clock, folder });
  opened.push(sqs);
  return sqs;
}
afterEach(async () => {
  for (const sqs of opened.splice(0)) await sqs.stop();
});
const now = { max: 10, waitMs: 0 };

describe('a queue', () => {
  it('hides a received message until its visibility time-out, then gives it again with a new handle', async () => {
    const sqs = open([queue('work')]);
    sqs.send(arn('work'), 'a');
    const [first] = await sqs.receive(arn('work'), now);
    expect(first).toMatchObject({ body: 'a', receiveCount: 1 });
    expect(await sqs.receive(arn('work'), now)).toEqual([]);
    clock.advance(30_000);
    const [second] = await sqs.receive(arn('work'), now);
    expect(second?.receiveCount).toBe(2);
    sqs.remove(arn('work'), first?.receiptHandle ?? '');
    expect(sqs.counts(arn('work')).inFlight).toBe(1);
    sqs.remove(arn('work'), second?.receiptHandle ?? '');
    expect(sqs.counts(arn('work'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('delays, and forgets messages after the retention period', async () => {
    const sqs = open([queue('work', { retentionSeconds: 60 })]);
    sqs.send(arn('work'), 'later', { delaySeconds: 10 });
    expect(sqs.counts(arn('work')).delayed).toBe(1);
    expect(await sqs.receive(arn('work'), now)).toEqual([]);
    clock.advance(10_000);
    expect(await sqs.receive(arn('work'), { ...now, visibilityTimeoutSeconds: 0 })).toHaveLength(1);
    clock.advance(50_000);
    expect(await sqs.receive(arn('work'), now)).toEqual([]);
    expect(sqs.counts(arn('work')).visible).toBe(0);
  });

  it('moves a message to the dead-letter queue after so many receives', async () => {
    const sqs = open([queue('work', { deadLetter: { queueArn: arn('dead'), maxReceiveCount: 2 } }), queue('dead')]);
    const { messageId } = sqs.send(arn('work'), 'poison');
    for (let receive = 0; receive < 2; receive += 1) {
      expect(await sqs.receive(arn('work'), { ...now, visibilityTimeoutSeconds: 0 })).toHaveLength(1);
    }
    expect(await sqs.receive(arn('work'), now)).toEqual([]);
    expect(await sqs.receive(arn('dead'), now)).toMatchObject([{ id: messageId, body: 'poison' }]);
  });

  it('gives a waiting receiver a message as soon as it is sent', async () => {
    const sqs = open([queue('work')]);
    const waiting = sqs.receive(arn('work'), { max: 1, waitMs: 5000 });
    const started = performance.now();
    setTimeout(() => sqs.send(arn('work'), 'a'), 20);
    expect(await waiting).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('ends a wait when it is stopped', async () => {
    const sqs = open([queue('work')]);
    const waiting = sqs.receive(arn('work'), { max: 1, waitMs: 20_000 });
    await sqs.stop();
    expect(await waiting).toEqual([]);
  });

  it('makes a message visible at once with a visibility of zero, and refuses a stale handle', async () => {
    const sqs = open([queue('work')]);
    sqs.send(arn('work'), 'a');
    const [first] = await sqs.receive(arn('work'), now);
    expect(sqs.changeVisibility(arn('work'), first?.receiptHandle ?? '', 0)).toBe(true);
    const [second] = await sqs.receive(arn('work'), now);
    expect(second?.id).toBe(first?.id);
    expect(sqs.changeVisibility(arn('work'), first?.receiptHandle ?? '', 0)).toBe(false);
  });

  it('takes out exactly as many as asked for and leaves the rest', async () => {
    const sqs = open([queue('work')]);
    for (let n = 0; n < 25; n += 1) sqs.send(arn('work'), String(n));
    const bodies: string[] = [];
    for (let round = 0; round < 3; round += 1)
      bodies.push(...(await sqs.receive(arn('work'), now)).map(({ body }) => body));
    expect(bodies).toEqual(Array.from({ length: 25 }, (_, n) => String(n)));
  });
});

describe('a FIFO queue', () => {
  const fifo = queue('orders.fifo', { fifo: true });

  it('keeps the order within a group and blocks it while a message is in flight', async () => {
    const sqs = open([fifo]);
    sqs.send(fifo.arn, 'a1', { groupId: 'a', deduplicationId: '1' });
    sqs.send(fifo.arn, 'a2', { groupId: 'a', deduplicationId: '2' });
    sqs.send(fifo.arn, 'b1', { groupId: 'b', deduplicationId: '3' });
    const [a1] = await sqs.receive(fifo.arn, { max: 1, waitMs: 0 });
    expect(a1?.body).toBe('a1');
    expect((await sqs.receive(fifo.arn, now)).map(({ body }) => body)).toEqual(['b1']);
    sqs.remove(fifo.arn, a1?.receiptHandle ?? '');
    expect((await sqs.receive(fifo.arn, now)).map(({ body }) => body)).toEqual(['a2']);
  });

  it('accepts a deduplication id once within five minutes', () => {
    const sqs = open([fifo]);
    const first = sqs.send(fifo.arn, 'x', { groupId: 'a', deduplicationId: 'same' });
    expect(sqs.send(fifo.arn, 'x', { groupId: 'a', deduplicationId: 'same' }).messageId).toBe(first.messageId);
    clock.advance(5 * 60_000);
    expect(sqs.send(fifo.arn, 'x', { groupId: 'a', deduplicationId: 'same' }).messageId).not.toBe(first.messageId);
  });
});

describe('a queue folder', () => {
  it('brings back what was sent, received and removed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sqs-'));
    try {
      const first = open([queue('work')], folder);
      for (const body of ['a', 'b', 'c']) first.send(arn('work'), body);
      const [a, b] = await first.receive(arn('work'), { max: 2, waitMs: 0 });
      first.remove(arn('work'), a?.receiptHandle ?? '');
      // A killed process never calls stop: the second instance reads the same file.
      const second = open([queue('work')], folder);
      expect(second.counts(arn('work'))).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
      second.remove(arn('work'), b?.receiptHandle ?? '');
      expect((await second.receive(arn('work'), now)).map(({ body }) => body)).toEqual(['c']);
    } finally {
      for (const sqs of opened.splice(0)) await sqs.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('compacts its journal without losing a message', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sqs-'));
    try {
      const sqs = open([queue('work')], folder);
      sqs.send(arn('work'), 'kept', { delaySeconds: 900 });
      for (let n = 0; n < 7000; n += 1) {
        sqs.send(arn('work'), String(n));
        const [message] = await sqs.receive(arn('work'), { max: 1, waitMs: 0 });
        sqs.remove(arn('work'), message?.receiptHandle ?? '');
      }
      const again = open([queue('work')], folder);
      expect(again.counts(arn('work'))).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    } finally {
      for (const sqs of opened.splice(0)) await sqs.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the heap of due times', () => {
  it('gives ids in order of time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (times) => {
        const heap = new DueHeap();
        times.forEach((at, index) => heap.add(at, `${at}:${index}`));
        const taken: number[] = [];
        for (let id = heap.takeDue(2000); id !== undefined; id = heap.takeDue(2000))
          taken.push(Number(id.split(':')[0]));
        expect(taken).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });
});

it('digests message attributes as SQS does', () => {
  // Computed independently from the published algorithm, with Python's hashlib.
  expect(md5OfAttributes({})).toBeUndefined();
  expect(md5OfAttributes({ timestamp: { DataType: 'Number', StringValue: '1493147359900' } })).toBe(
    '235c5c510d26fb653d073faed50ae77c',
  );
});
