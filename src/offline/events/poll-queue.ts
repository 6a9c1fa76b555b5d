import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueEventSource } from '../assembly/resources.ts';
import type { InvocationResult } from '../services/contract.ts';
import type { ReceivedMessage } from '../services/sqs/index.ts';
import { failedMessageIds } from './batch-failures.ts';
import { bodyFilter } from './event-filter.ts';
import { sqsEvent } from './sqs-event.ts';

/** What an event source needs of a queue service. */
export interface QueuePort {
  receive(
    queueArn: string,
    options: { readonly max: number; readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<readonly ReceivedMessage[]>;
  remove(queueArn: string, receiptHandle: string): void;
}

export interface PollQueueOptions {
  readonly source: QueueEventSource;
  readonly queues: QueuePort;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
  readonly region: string;
  readonly isFifo: boolean;
  /** Invocations at a time, at most. */
  readonly concurrency: number;
  readonly onFailure: (message: string) => void;
}

/** A running event source. */
export interface EventSource {
  /** Receives nothing more, and waits for the invocations under way. */
  stop(): Promise<void>;
}

/** SQS hands out at most ten messages per call. */
const MAX_PER_RECEIVE = 10;
const LONG_POLL_MS = 20_000;
const AFTER_FAILURE_MS = 1000;
/** When everybody who polls is busy with less than a whole batch for so long, one more polls. */
const PATIENCE_MS = 1000;

/**
 * Feeds a queue to a function as Lambda's event source mapping does. A failed message is left alone: it becomes visible again
 * when its visibility time-out ends, and moves to the dead-letter queue by the queue's own redrive policy. Like Lambda it
 * begins with few invocations at a time and adds to them while more messages are there than these take.
 */
export function pollQueue(options: PollQueueOptions): EventSource {
  const { source, queues } = options;
  const ending = new AbortController();
  const { signal } = ending;

  const isWanted = bodyFilter(source.filters ?? []);

  const receive = async (max: number, waitMs: number): Promise<readonly ReceivedMessage[]> => {
    const received = await queues.receive(source.queueArn, { max: Math.min(max, MAX_PER_RECEIVE), waitMs, signal });
    if (source.filters === undefined) return received;
    return received.filter((message) => {
      if (isWanted(message.body)) return true;
      // Lambda deletes what its filter refuses.
      queues.remove(source.queueArn, message.receiptHandle);
      return false;
    });
  };

  const collectBatch = async (): Promise<readonly ReceivedMessage[]> => {
    const batch = [...(await receive(source.batchSize, LONG_POLL_MS))];
    const until = performance.now() + source.maxBatchingWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < source.batchSize && !signal.aborted) {
      const left = until - performance.now();
      const more = await receive(source.batchSize - batch.length, Math.max(0, left));
      batch.push(...more);
      // Without a window left, only what is there already may join.
      if (more.length === 0 && left <= 0) break;
    }
    return batch;
  };

  const handle = async (batch: readonly ReceivedMessage[]): Promise<void> => {
    const result = await options.invoke(source.functionArn, sqsEvent(batch, source.queueArn, options.region));
    if (!result.ok) {
      options.onFailure(
        `${source.functionArn} failed on ${batch.length} message(s): ${result.errorType}: ${result.errorMessage}`,
      );
      return;
    }
    const ids = batch.map((message) => message.id);
    const failed = source.reportBatchItemFailures
      ? failedMessageIds(result.payload, ids, options.isFifo)
      : new Set<string>();
    for (const message of batch) if (!failed.has(message.id)) queues.remove(source.queueArn, message.receiptHandle);
  };

  const first = Math.min(Math.max(1, options.concurrency), availableParallelism());
  const loops = new Set<Promise<void>>();
  let receiving = 0;
  let growth: NodeJS.Timeout | undefined;

  const growIn = (milliseconds: number): void => {
    clearTimeout(growth);
    growth = setTimeout(() => {
      if (!signal.aborted && receiving === 0 && loops.size < options.concurrency) startLoop();
    }, milliseconds);
  };

  const startLoop = (): void => {
    const running = loop().finally(() => loops.delete(running));
    loops.add(running);
  };

  const receiveBatch = async (): Promise<readonly ReceivedMessage[]> => {
    clearTimeout(growth);
    receiving += 1;
    try {
      return await collectBatch();
    } finally {
      receiving -= 1;
    }
  };

  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const batch = await receiveBatch();
        if (batch.length === 0 && loops.size > first && receiving > 0) return;
        if (receiving === 0) growIn(batch.length < source.batchSize ? PATIENCE_MS : 0);
        if (batch.length > 0) await handle(batch);
      } catch (error) {
        // A full disk, for one. What was received becomes visible again, and is tried again.
        options.onFailure(
          `Polling ${source.queueArn} failed: ${error instanceof Error ? error.message : String(error)}`,
        );
        await delay(AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  if (source.enabled) for (let number = 0; number < first; number += 1) startLoop();
  return {
    async stop() {
      ending.abort();
      clearTimeout(growth);
      await Promise.all(loops);
    },
  };
}
