import { randomUUID } from 'node:crypto';
import type { StreamEventSource } from '../assembly/resources.ts';
import { sequenceNumber, type StreamChange } from './stream-record.ts';

export interface GivenUp {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly changes: readonly StreamChange[];
  /** How often the function was called with the first of them. */
  readonly invocations: number;
  readonly source: Pick<StreamEventSource, 'functionArn' | 'streamArn'>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What the destination of failures is told: which records, not what is in them. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export function givenUpBatch({ condition, changes, invocations, source, at }: GivenUp): unknown {
  const [first] = changes;
  const last = changes.at(-1);
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: source.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(invocations === 0
      ? {}
      : { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' } }),
    version: '1.0',
    timestamp: time(at),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000001-00000001',
      startSequenceNumber: sequenceNumber(first?.sequence ?? 0),
      endSequenceNumber: sequenceNumber(last?.sequence ?? 0),
      approximateArrivalOfFirstRecord: time(first?.at ?? at),
      approximateArrivalOfLastRecord: time(last?.at ?? at),
      batchSize: changes.length,
      streamArn: source.streamArn,
    },
  };
}
