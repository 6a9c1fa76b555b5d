import { afterEach, describe, expect, it } from 'vitest';
import type { Queue, QueueEventSource } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { pollQueue, type EventSource } from '../../../../src/offline/events/poll-queue.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';
import { createSqs, type Sqs } from '../../../../src/offline/services/sqs/index.ts';

interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}
type Answer = (records: readonly SqsRecord[]) => InvocationResult | Promise<InvocationResult>;

const arn = (name: string): string => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;
const queue = (name: string, overrides: Partial<Queue> = {}): Queue => ({
  name,
  arn: arn(name),
  url: `http://127.0.0.1/000000000000/${name}`,
  fifo: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 345_600,
  ...overrides,
});
const OK: InvocationResult = { ok: true, payload: null };
const FAILED: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no', timedOut: false };

const clock = createClock();
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function start(
  answer: Answer,
  source: Partial<QueueEventSource> = {},
  concurrency = 1,
): { sqs: Sqs; batches: SqsRecord[][]; source: EventSource } {
  const sqs = createSqs({
    queues: [queue('live', { deadLetter: { queueArn: arn('dead'), maxReceiveCount: 2 } }), queue('dead')],
    clock,
  });
  const batches: SqsRecord[][] = [];
  const polling = pollQueue({
    source: {
      queueArn: arn('live'),
      functionArn: 'arn:f',
      batchSize: 10,
      maxBatchingWindowSeconds: 0,
      reportBatchItemFailures: false,
      enabled: true,
      ...source,
    },
    queues: sqs,
    invoke: async (_arn, payload) => {
      const { Records } = payload as { Records: SqsRecord[] };
      batches.push(Records);
      return answer(Records);
    },
    region: 'ap-northeast-2',
    isFifo: false,
    concurrency,
    onFailure: () => undefined,
  });
  stops.push(
    () => sqs.stop(),
    () => polling.stop(),
  );
  return { sqs, batches, source: polling };
}

describe('an SQS event source', () => {
  it('hands messages over in Lambda’s shape and deletes them when the function succeeds', async () => {
    const { sqs, batches } = start(() => OK);
    sqs.send(arn('live'), '{"a":1}', { attributes: { kind: { DataType: 'String', StringValue: 'x' } } });
    await expect.poll(() => batches.length).toBe(1);
    expect(batches[0]?.[0]).toMatchObject({
      body: '{"a":1}',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: { kind: { stringValue: 'x', dataType: 'String', stringListValues: [], binaryListValues: [] } },
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      eventSource: 'aws:sqs',
      eventSourceARN: arn('live'),
      awsRegion: 'ap-northeast-2',
    });
    await expect.poll(() => sqs.counts(arn('live'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('leaves failed messages to the visibility time-out, and after the last attempt to the dead-letter queue', async () => {
    const { sqs, batches } = start(() => FAILED);
    sqs.send(arn('live'), 'poison');
    await expect.poll(() => batches.length).toBe(1);
    clock.advance(31_000);
    await expect.poll(() => batches.length).toBe(2);
    clock.advance(31_000);
    await expect.poll(() => sqs.counts(arn('dead')).visible).toBe(1);
    expect(batches.length).toBe(2);
  });

  it('deletes only what the function does not report as failed', async () => {
    const { sqs, batches } = start(
      (records) => ({
        ok: true,
        payload: {
          batchItemFailures: records
            .filter((record) => record.body === 'bad')
            .map((record) => ({ itemIdentifier: record.messageId })),
        },
      }),
      { reportBatchItemFailures: true },
    );
    for (const body of ['good', 'bad', 'good']) sqs.send(arn('live'), body);
    await expect.poll(() => batches.flat().length).toBe(3);
    await expect.poll(() => sqs.counts(arn('live'))).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  });

  it('gathers a batch during its window, and never more than the batch size', async () => {
    const { sqs, batches } = start(() => OK, { batchSize: 15, maxBatchingWindowSeconds: 0.3 });
    for (let index = 0; index < 20; index += 1) sqs.send(arn('live'), String(index));
    await expect.poll(() => batches.flat().length).toBe(20);
    expect(batches.map((batch) => batch.length)).toEqual([15, 5]);
  });

  it('runs no more invocations at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const { sqs, batches } = start(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setTimeout(done, 20));
        running -= 1;
        return OK;
      },
      { batchSize: 1 },
      3,
    );
    for (let index = 0; index < 9; index += 1) sqs.send(arn('live'), String(index));
    await expect.poll(() => batches.length).toBe(9);
    expect(most).toBe(3);
  });

  it('waits for invocations under way when it stops, and receives nothing more', async () => {
    let isDone = false;
    const { sqs, batches, source } = start(async () => {
      await new Promise((done) => setTimeout(done, 100));
      isDone = true;
      return OK;
    });
    sqs.send(arn('live'), 'one');
    await expect.poll(() => batches.length).toBe(1);
    await source.stop();
    expect(isDone).toBe(true);
    sqs.send(arn('live'), 'two');
    await new Promise((done) => setTimeout(done, 50));
    expect(batches.length).toBe(1);
  });

  it('does nothing while disabled', async () => {
    const { sqs, batches } = start(() => OK, { enabled: false });
    sqs.send(arn('live'), 'one');
    await new Promise((done) => setTimeout(done, 50));
    expect(batches).toEqual([]);
  });
});
