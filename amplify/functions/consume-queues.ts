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

/**
 * Workers of direct sends at one time. One places about two calls a second (claim, provider, record), so that these
 * carry some 30 orders a second while every worker of campaigns is busy; they are asked for only as calls come.
 */
const MAX_DIRECT_WORKERS = 16;

/** Receipts come in crowds and are written by chunk: many at a time are few writes. */
const RECEIPTS_PER_BATCH = 200;
const RECEIPTS_WINDOW_SECONDS = 2;

/** Lets the functions that only queues call take from theirs; each has its own, so that none waits behind another's work. */
export function consumeQueues(
  consumers: { readonly workShard: Consumer; readonly workDirect: Consumer; readonly recordReceipts: Consumer },
  queues: { readonly shardQueue: Consumed; readonly directQueue: Consumed; readonly receiptQueue: Consumed },
): void {
  consume(consumers.workShard, queues.shardQueue, { batchSize: 1, maxConcurrency: MAX_WORKERS });
  consume(consumers.workDirect, queues.directQueue, { batchSize: 1, maxConcurrency: MAX_DIRECT_WORKERS });
  consume(consumers.recordReceipts, queues.receiptQueue, {
    batchSize: RECEIPTS_PER_BATCH,
    maxBatchingWindow: Duration.seconds(RECEIPTS_WINDOW_SECONDS),
    maxConcurrency: MAX_WORKERS,
  });
}

function consume({ resources }: Consumer, { queue }: Consumed, settings: SqsEventSourceProps): void {
  resources.lambda.addEventSource(new SqsEventSource(queue, { ...settings, reportBatchItemFailures: true }));
}
