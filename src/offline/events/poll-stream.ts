import { setTimeout as delay } from 'node:timers/promises';
import type { StreamEventSource } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { InvocationResult } from '../services/contract.ts';
import { firstFailedIndex } from './batch-failures.ts';
import { givenUpBatch, type GivenUp } from './given-up-batch.ts';
import { recordFilter } from './event-filter.ts';
import type { EventSource } from './poll-queue.ts';
import { fieldOfRecord, sequenceNumber, streamRecord, type StreamChange, type StreamRecord } from './stream-record.ts';

/** What an event source needs of the streams of tables. */
export interface StreamPort {
  read(table: string, readerId: string, max: number, after?: number): Promise<readonly StreamChange[]>;
  /** Resolves when there is more than up to `after`, or the signal is aborted. */
  more(table: string, readerId: string, signal: AbortSignal, after?: number): Promise<void>;
  advance(table: string, readerId: string, sequence: number): Promise<void>;
}

export interface PollStreamOptions {
  readonly source: StreamEventSource;
  readonly streams: StreamPort;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
  readonly queues: { send(queueArn: string, body: string): unknown };
  readonly clock: Clock;
  readonly region: string;
  readonly onFailure: (message: string) => void;
}

/** A stream's event source, which can be asked not to wait for more. */
export interface StreamReader extends EventSource {
  /**
   * Resolves when everything that is in the stream by now was handed over, or when the function failed on some of it: no
   * batch waits for its window meanwhile.
   */
  settle(): Promise<void>;
}

/**
 * How often a stream whose batches may wait is looked at: Lambda asks four times a second. Who waits for nothing else gets
 * each change at once.
 */
const LOOK_EVERY_MS = 250;
/** An invocation's payload is at most 6 MB; some of it is the event around the records. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024 - 1024;
/** What is around the images of a record is as long as around those of another, but for a few digits and names. */
const FRAMES_DIFFER_BY = 64;
const READ_AT_ONCE = 1_000;
/** A stream forgets after a day. */
const STREAM_SECONDS = 24 * 60 * 60;
/** Lambda waits longer each time; on one's own machine nobody wants to wait for a minute. */
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 10_000;

interface Entry {
  readonly change: StreamChange;
  readonly record: StreamRecord;
}

/** Resolves when the time has passed, or the signal is aborted. */
function passed(milliseconds: number, signal: AbortSignal): Promise<void> {
  return delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

interface Part {
  readonly entries: readonly Entry[];
  /** How often the function failed on its first record. */
  readonly failures: number;
  /** When it failed first and last, on the sandbox's clock. */
  readonly failed?: { readonly first: number; readonly last: number };
}

/**
 * Feeds the changes of a table to a function as Lambda's event source mapping does: in order, one batch at a time, which is
 * tried again until it succeeds, is given up, or is too old. The table is one shard, as a small one is in DynamoDB.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function pollStream(options: PollStreamOptions): StreamReader {
  const { source, streams, clock } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const matches = recordFilter(source.filters, fieldOfRecord);
  let settling: (() => void)[] = [];
  let hurry = (): void => undefined;
  /** Of those who wait, the first ones: whoever came since may wait for something newer. */
  const settled = (count = settling.length): void => {
    const first = settling.slice(0, count);
    settling = settling.slice(count);
    for (const done of first) done();
  };
  const advance = (sequence: number): Promise<void> => streams.advance(source.tableName, source.id, sequence);

  /** The next batch, and up to where the stream was read for it. */
  async function collect(): Promise<{ readonly entries: readonly Entry[]; readonly upTo: number | undefined }> {
    const entries: Entry[] = [];
    let bytes = 0;
    let frame: number | undefined;
    let upTo: number | undefined;
    let until = Infinity;
    for (;;) {
      const asked = settling.length;
      const changes = await streams.read(source.tableName, source.id, READ_AT_ONCE, upTo);
      for (const change of changes) {
        const record = streamRecord(change, source, options.region);
        if (matches(record)) {
          frame ??= Buffer.byteLength(JSON.stringify(record)) - record.dynamodb.SizeBytes + FRAMES_DIFFER_BY;
          bytes += record.dynamodb.SizeBytes + frame;
          if (entries.length > 0 && bytes > MAX_PAYLOAD_BYTES) return { entries, upTo };
          entries.push({ change, record });
          if (entries.length === 1) until = performance.now() + source.maxBatchingWindowSeconds * 1000;
        }
        upTo = change.sequence;
        if (entries.length >= source.batchSize) return { entries, upTo };
      }
      if (changes.length > 0) continue;
      const left = settling.length > 0 ? 0 : until - performance.now();
      // Without a window left, only what is there already may join.
      if (signal.aborted || (upTo !== undefined && (entries.length === 0 || left <= 0))) return { entries, upTo };
      // Nothing is left, and nothing waits.
      if (upTo === undefined) {
        settled(asked);
        if (settling.length > 0) continue;
      }
      await pause(left, upTo);
    }
  }

  /** Lets something wait that hears of the stop and of who asks; no listener of it stays behind. */
  async function waitFor(wait: (over: AbortSignal, hurried: Promise<void>) => Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const hurried = new Promise<void>((resolve) => (hurry = resolve));
    await wait(AbortSignal.any([signal, over.signal]), hurried);
    over.abort();
  }

  /** Waits for more, for the end of a window, or for somebody who asks. */
  function pause(milliseconds: number, after: number | undefined): Promise<void> {
    return waitFor(async (over, hurried) => {
      const more = streams.more(source.tableName, source.id, over, after);
      await Promise.race([more, hurried, ...(milliseconds === Infinity ? [] : [passed(milliseconds, over)])]);
      // What is written until the next look is read with what woke the reader.
      if (source.maxBatchingWindowSeconds > 0 && settling.length === 0)
        await Promise.race([passed(LOOK_EVERY_MS, over), hurried]);
    });
  }

  function pauseUntilAsked(milliseconds: number): Promise<void> {
    return waitFor((over, hurried) => Promise.race([passed(milliseconds, over), hurried]));
  }

  /** Hands a batch over until all of it is done with; false when the stop came first. */
  async function deliver(batch: readonly Entry[]): Promise<boolean> {
    const parts: Part[] = [{ entries: batch, failures: 0 }];
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const last = part.entries.at(-1);
      if (last === undefined) continue;
      const tooOld = part.entries.filter((entry) => isTooOld(entry, part));
      if (tooOld.length > 0) {
        giveUp({ condition: 'RecordAgeExceeded', entries: tooOld, invocations: part.failures });
        parts.unshift({ entries: part.entries.slice(tooOld.length), failures: 0 });
        continue;
      }
      const { entries } = part;
      const result = await options.invoke(source.functionArn, { Records: entries.map((entry) => entry.record) });
      const failedFrom = result.ok ? failedIndex(result.payload, entries) : 0;
      if (failedFrom === undefined) {
        await advance(last.change.sequence);
        continue;
      }
      // A function which the stop cut short has not failed: it gets the batch again after the next start.
      if (signal.aborted) return false;
      describeFailure(entries, result);
      // It was handed over, and will be again: whoever asks for what is there by now does not wait until it succeeds.
      settled();
      const done = entries[failedFrom - 1];
      if (done !== undefined) await advance(done.change.sequence);
      const rest = entries.slice(failedFrom);
      const failures = failedFrom > 0 ? 1 : part.failures + 1;
      const now = clock.now();
      const failed = { first: failedFrom > 0 ? now : (part.failed?.first ?? now), last: now };
      if (failedFrom === 0 && source.bisectBatchOnFunctionError && rest.length > 1) {
        // Splitting a batch does not count as a try.
        const half = Math.ceil(rest.length / 2);
        parts.unshift(
          { entries: rest.slice(0, half), failures: part.failures, failed },
          { entries: rest.slice(half), failures: part.failures, failed },
        );
        continue;
      }
      if (failures > source.maxRetryAttempts) {
        giveUp({ condition: 'RetryAttemptsExhausted', entries: rest, invocations: failures });
        await advance(last.change.sequence);
        continue;
      }
      parts.unshift({ entries: rest, failures, failed });
      const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
      await pauseUntilAsked(wait);
      if (signal.aborted) return false;
    }
    return true;
  }

  /**
   * The stream forgets what has failed for as long as it keeps anything. How old a change is says nothing of that: while the
   * sandbox was off, or its clock was moved, no function was behind.
   */
  function isTooOld({ change }: Entry, { failed }: Part): boolean {
    if (clock.now() - change.at > source.maxRecordAgeSeconds * 1000) return true;
    return failed !== undefined && failed.last - failed.first > STREAM_SECONDS * 1000;
  }

  function failedIndex(answer: unknown, entries: readonly Entry[]): number | undefined {
    if (!source.reportBatchItemFailures) return undefined;
    return firstFailedIndex(
      answer,
      entries.map((entry) => sequenceNumber(entry.change.sequence)),
    );
  }

  function describeFailure(entries: readonly Entry[], result: InvocationResult): void {
    const why = result.ok ? 'it reported failed items' : `${result.errorType}: ${result.errorMessage}`;
    options.onFailure(`${source.functionArn} failed on ${entries.length} change(s) of ${source.tableName}: ${why}`);
  }

  function giveUp(batch: Pick<GivenUp, 'condition' | 'invocations'> & { readonly entries: readonly Entry[] }): void {
    options.onFailure(
      `${source.functionArn} does not get ${batch.entries.length} change(s) of ${source.tableName} any more: ${batch.condition}`,
    );
    if (source.failureQueueArn === undefined) return;
    const changes = batch.entries.map((entry) => entry.change);
    const body = givenUpBatch({ ...batch, changes, source, at: clock.now() });
    options.queues.send(source.failureQueueArn, JSON.stringify(body));
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const { entries, upTo } = await collect();
      if (signal.aborted) return;
      if (entries.length > 0 && !(await deliver(entries))) return;
      if (upTo !== undefined) await advance(upTo);
    }
  }

  const running = source.enabled ? loop() : Promise.resolve();
  // The stop tells of a broken store; until then it must not end the process.
  running.catch((error: unknown) => options.onFailure(`The stream of ${source.tableName} stopped: ${String(error)}`));
  return {
    settle() {
      if (!source.enabled || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        settling.push(resolve);
        hurry();
      });
    },
    async stop() {
      ending.abort();
      settled();
      await running.catch(() => undefined);
    },
  };
}
