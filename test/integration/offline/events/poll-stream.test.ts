import { afterEach, describe, expect, it } from 'vitest';
import type { StreamEventSource } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { pollStream, type StreamPort } from '../../../../src/offline/events/poll-stream.ts';
import type { StreamChange, StreamRecord } from '../../../../src/offline/events/stream-record.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';

const OK: InvocationResult = { ok: true, payload: null };
const FAILED: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no', timedOut: false };
type Answer = (ids: readonly string[], records: readonly StreamRecord[]) => InvocationResult;

/** A stream in memory. */
function createStream() {
  const clock = createClock();
  const changes: StreamChange[] = [];
  const wakes = new Set<() => void>();
  let place = 0;
  const port: StreamPort = {
    read: async (_table, _reader, max, after = place) =>
      changes.filter((change) => change.sequence > after).slice(0, max),
    more: (_table, _reader, signal, after = place) =>
      new Promise((resolve) => {
        if (changes.length > after || signal.aborted) return resolve();
        signal.addEventListener('abort', () => resolve());
        wakes.add(resolve);
      }),
    advance: async (_table, _reader, sequence) => {
      place = sequence;
    },
  };
  const add = (...ids: readonly string[]): void => {
    for (const id of ids)
      changes.push({
        sequence: changes.length + 1,
        name: 'INSERT',
        at: clock.now(),
        keys: { id: { S: id } },
        newImage: { id: { S: id }, size: { N: String(id.length) } },
      });
    for (const wake of wakes) wake();
    wakes.clear();
  };
  return { clock, port, add, place: () => place };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function start(answer: Answer, overrides: Partial<StreamEventSource> = {}) {
  const stream = createStream();
  const batches: string[][] = [];
  const records: StreamRecord[] = [];
  const sent: unknown[] = [];
  const failures: string[] = [];
  const run = () => {
    const polling = pollStream({
      source: {
        id: 'mapping',
        tableName: 'Photo',
        streamArn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Photo/stream/x',
        viewType: 'NEW_AND_OLD_IMAGES',
        functionArn: 'arn:f',
        startingPosition: 'LATEST',
        batchSize: 100,
        maxBatchingWindowSeconds: 0,
        maxRetryAttempts: Infinity,
        maxRecordAgeSeconds: Infinity,
        bisectBatchOnFunctionError: false,
        reportBatchItemFailures: false,
        filters: [],
        enabled: true,
        ...overrides,
      },
      streams: stream.port,
      invoke: async (_arn, payload) => {
        const { Records } = payload as { Records: StreamRecord[] };
        const ids = Records.map((record) => (record.dynamodb.Keys['id'] as { S: string }).S);
        batches.push(ids);
        records.push(...Records);
        return answer(ids, Records);
      },
      queues: { send: (queueArn, body) => sent.push({ queueArn, body: JSON.parse(body) as unknown }) },
      clock: stream.clock,
      region: 'ap-northeast-2',
      onFailure: (line) => failures.push(line),
    });
    stops.push(() => polling.stop());
    return polling;
  };
  return { ...stream, batches, records, sent, failures, run };
}

describe('a DynamoDB event source', () => {
  it('S17 hands changes over in Lambda’s shape', async () => {
    const { add, run, records, place } = start(() => OK);
    add('a');
    run();
    await expect.poll(() => place()).toBe(1);
    expect(records).toEqual([
      {
        eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'ap-northeast-2',
        dynamodb: {
          ApproximateCreationDateTime: expect.any(Number) as number,
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' }, size: { N: '1' } },
          SequenceNumber: '100000000000000000001',
          SizeBytes: expect.any(Number) as number,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Photo/stream/x',
      },
    ]);
  });

  it.each([
    ['KEYS_ONLY', ['Keys']],
    ['NEW_IMAGE', ['Keys', 'NewImage']],
    ['OLD_IMAGE', ['Keys']],
  ] as const)('S17 shows of an insertion what %s says', async (viewType, shown) => {
    const { add, run, records } = start(() => OK, { viewType });
    add('a');
    run();
    await expect.poll(() => records.length).toBe(1);
    expect(['Keys', 'NewImage', 'OldImage'].filter((part) => part in (records[0]?.dynamodb ?? {}))).toEqual(shown);
  });

  it('S17 makes batches of the given size, and waits for the window to fill one', async () => {
    const full = start(() => OK, { batchSize: 2 });
    full.add('a', 'b', 'c');
    full.run();
    await expect.poll(() => full.batches).toEqual([['a', 'b'], ['c']]);
    const waiting = start(() => OK, { batchSize: 3, maxBatchingWindowSeconds: 60 });
    waiting.run();
    waiting.add('a');
    waiting.add('b');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(waiting.batches).toEqual([]);
    waiting.add('c');
    await expect.poll(() => waiting.batches).toEqual([['a', 'b', 'c']]);
    const short = start(() => OK, { batchSize: 3, maxBatchingWindowSeconds: 0.1 });
    short.run();
    short.add('a');
    await expect.poll(() => short.batches).toEqual([['a']]);
  });

  it('S17 tries a failing batch again, in order, until it succeeds', async () => {
    let left = 2;
    const { add, run, batches, place } = start((ids) => (ids.includes('a') && left-- > 0 ? FAILED : OK), {
      batchSize: 1,
    });
    add('a', 'b');
    run();
    await expect.poll(() => place()).toBe(2);
    expect(batches).toEqual([['a'], ['a'], ['a'], ['b']]);
  });

  it('S17 gives a batch up after the given tries, and tells the destination of failures which', async () => {
    const { add, run, batches, sent, place, failures } = start((ids) => (ids.includes('bad') ? FAILED : OK), {
      batchSize: 2,
      maxRetryAttempts: 1,
      failureQueueArn: 'arn:dead',
    });
    add('bad', 'b', 'c');
    run();
    await expect.poll(() => place()).toBe(3);
    expect(batches).toEqual([['bad', 'b'], ['bad', 'b'], ['c']]);
    expect(sent).toMatchObject([
      {
        queueArn: 'arn:dead',
        body: {
          requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2, functionArn: 'arn:f' },
          DDBStreamBatchInfo: {
            batchSize: 2,
            startSequenceNumber: '100000000000000000001',
            endSequenceNumber: '100000000000000000002',
          },
        },
      },
    ]);
    expect(failures.at(-1)).toContain('RetryAttemptsExhausted');
  });

  it('S17 splits a failing batch until the one bad change stands alone', async () => {
    const { add, run, batches, place } = start((ids) => (ids.includes('bad') ? FAILED : OK), {
      bisectBatchOnFunctionError: true,
      maxRetryAttempts: 0,
    });
    add('a', 'b', 'c', 'bad');
    run();
    await expect.poll(() => place()).toBe(4);
    expect(batches).toEqual([['a', 'b', 'c', 'bad'], ['a', 'b'], ['c', 'bad'], ['c'], ['bad']]);
  });

  it('S17 goes on behind what a function reports as done', async () => {
    let isFirst = true;
    const { add, run, batches, place } = start(
      (_ids, records) => {
        const failed = isFirst ? [{ itemIdentifier: records[1]?.dynamodb.SequenceNumber }] : [];
        isFirst = false;
        return { ok: true, payload: { batchItemFailures: failed } };
      },
      { reportBatchItemFailures: true },
    );
    add('a', 'b', 'c');
    run();
    await expect.poll(() => place()).toBe(3);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it.each([
    ['names an unknown change', { batchItemFailures: [{ itemIdentifier: 'what' }] }],
    ['names nothing', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['is no report', { batchItemFailures: 'all' }],
  ])('S17 takes the whole batch for failed when the report %s', async (_why, payload) => {
    let left = 1;
    const { add, run, batches, place } = start(() => (left-- > 0 ? { ok: true, payload } : OK), {
      reportBatchItemFailures: true,
    });
    add('a', 'b');
    run();
    await expect.poll(() => place()).toBe(2);
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('S17 hands over only what matches a filter, and passes the rest by', async () => {
    const { add, run, batches, place } = start(() => OK, {
      filters: [
        { dynamodb: { Keys: { id: { S: [{ prefix: 'x' }] } } } },
        { eventName: ['INSERT'], dynamodb: { NewImage: { size: { N: [{ numeric: ['>', 3] }] } } } },
      ],
    });
    add('a', 'xa', 'long', 'b');
    run();
    await expect.poll(() => place()).toBe(4);
    expect(batches).toEqual([['xa', 'long']]);
  });

  it('S17 drops changes that are too old, and says so', async () => {
    const { add, clock, run, batches, sent, place } = start(() => OK, {
      maxRecordAgeSeconds: 60,
      failureQueueArn: 'arn:dead',
    });
    add('old');
    clock.advance(61_000);
    add('new');
    run();
    await expect.poll(() => place()).toBe(2);
    expect(batches).toEqual([['new']]);
    expect(sent).toMatchObject([
      { body: { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 } } },
    ]);
  });

  it('S17 begins again, after a stop in the middle, with what was not done', async () => {
    const stopped = start((ids) => (ids.includes('b') ? FAILED : OK), { batchSize: 1 });
    stopped.add('a', 'b');
    const polling = stopped.run();
    await expect.poll(() => stopped.batches.length).toBeGreaterThan(1);
    await polling.stop();
    expect(stopped.place()).toBe(1);
  });

  it('S17 is silent while it is disabled', async () => {
    const { add, run, batches } = start(() => OK, { enabled: false });
    add('a');
    run();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(batches).toEqual([]);
  });

  it('is settled when its function has failed on what is there, and tries again at once for whoever asks then', async () => {
    let isDown = true;
    const { add, run, batches, place } = start(() => (isDown ? FAILED : OK), { maxBatchingWindowSeconds: 300 });
    const reader = run();
    add('a');
    await reader.settle();
    expect(batches.length).toBeGreaterThan(0);
    expect(place()).toBe(0);
    isDown = false;
    await reader.settle();
    expect(place()).toBe(1);
  });

  it('tries once more what had failed before the clock was moved by days, and gives it up when that fails too', async () => {
    let [isDown, tries] = [true, 0];
    const decide = () => ((tries += 1), isDown ? FAILED : OK);
    const { add, run, clock, place, sent } = start(decide, { failureQueueArn: 'arn:dead' });
    const reader = run();
    add('a');
    await reader.settle();
    clock.advance(3 * 24 * 60 * 60 * 1_000);
    isDown = false;
    await reader.settle();
    expect(place()).toBe(1);
    expect(sent).toEqual([]);
    // The first try of this one comes after the move, and is no reason to give it up.
    isDown = true;
    add('b');
    clock.advance(3 * 24 * 60 * 60 * 1_000);
    await reader.settle();
    await reader.settle();
    expect(sent).toEqual([]);
    clock.advance(3 * 24 * 60 * 60 * 1_000);
    const before = tries;
    await reader.settle();
    await expect.poll(() => sent.length).toBe(1);
    expect(tries).toBeGreaterThan(before);
    expect(sent).toMatchObject([{ body: { requestContext: { condition: 'RecordAgeExceeded' } } }]);
  });

  it('hands over what was never tried, however far the clock was moved meanwhile', async () => {
    const { add, run, batches, clock, place } = start(() => OK, { maxBatchingWindowSeconds: 300 });
    const reader = run();
    add('a');
    clock.advance(3 * 24 * 60 * 60 * 1_000);
    await reader.settle();
    expect(batches).toEqual([['a']]);
    expect(place()).toBe(1);
  });
});
