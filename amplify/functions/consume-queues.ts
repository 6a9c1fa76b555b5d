import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource, type SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

interface Consumer {
  readonly resources: { readonly lambda: IFunction };
}

interface Consumed {
  readonly queue: IQueue;
}

/** Workers of shards at one time: together they can use the push quota, and never exceed a small account's concurrency. */
const MAX_WORKERS = 32;

/** Workers of direct sends at one time, which no campaign can fill; they are asked for only as calls come. */
const MAX_DIRECT_WORKERS = 16;

/**
 * Direct sends that one worker carries side by side: each waits most of its time (claim, provider, record), about half a
 * second in all, so that sixteen workers carry some 300 orders a second. What is there is taken at once: a call waits for
 * no other.
 */
const DIRECT_PER_BATCH = 10;

/** Receipts come in crowds and are written by chunk: many at a time are few writes. */
const RECEIPTS_PER_BATCH = 200;
const RECEIPTS_WINDOW_SECONDS = 2;

/** Lets the functions that only queues call take from theirs; each has its own, so that none waits behind another's work. */
export function consumeQueues(
  consumers: { readonly workShard: Consumer; readonly workDirect: Consumer; readonly recordReceipts: Consumer },
  queues: { readonly shardQueue: Consumed; readonly directQueue: Consumed; readonly receiptQueue: Consumed },
): void {
  consume(consumers.workShard, queues.shardQueue, { batchSize: 1, maxConcurrency: MAX_WORKERS });
  consume(consumers.workDirect, queues.directQueue, {
    batchSize: DIRECT_PER_BATCH,
    maxConcurrency: MAX_DIRECT_WORKERS,
  });
  consume(consumers.recordReceipts, queues.receiptQueue, {
    batchSize: RECEIPTS_PER_BATCH,
    maxBatchingWindow: Duration.seconds(RECEIPTS_WINDOW_SECONDS),
    maxConcurrency: MAX_WORKERS,
  });
}

function consume({ resources }: Consumer, { queue }: Consumed, settings: SqsEventSourceProps): void {
  resources.lambda.addEventSource(new SqsEventSource(queue, { ...settings, reportBatchItemFailures: true }));
}
