import { createHash } from 'node:crypto';
import type { StreamEventSource } from '../assembly/resources.ts';

/** A change as the table's stream has it. */
export interface StreamChange {
  readonly sequence: number;
  readonly name: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly keys: Readonly<Record<string, unknown>>;
  readonly oldImage?: Readonly<Record<string, unknown>> | undefined;
  readonly newImage?: Readonly<Record<string, unknown>> | undefined;
}

/** Sequence numbers of DynamoDB have 21 digits and more; their order as texts is their order. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(20, '0')}`;
}

/** One record of the event that a function gets. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function streamRecord(
  change: StreamChange,
  source: Pick<StreamEventSource, 'streamArn' | 'viewType'>,
  region: string,
) {
  const { viewType, streamArn } = source;
  const showsNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const showsOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const shown = {
    Keys: change.keys,
    ...(showsNew && change.newImage !== undefined ? { NewImage: change.newImage } : {}),
    ...(showsOld && change.oldImage !== undefined ? { OldImage: change.oldImage } : {}),
  };
  return {
    eventID: createHash('md5').update(`${streamArn} ${change.sequence}`).digest('hex'),
    eventName: change.name,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      ...shown,
      SequenceNumber: sequenceNumber(change.sequence),
      SizeBytes: Buffer.byteLength(JSON.stringify(Object.values(shown))),
      StreamViewType: viewType,
    },
    eventSourceARN: streamArn,
  };
}

export type StreamRecord = ReturnType<typeof streamRecord>;

/**
 * A field of a record as filters see it: numbers of items are texts on the wire, and `numeric` compares numbers. Both match.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function fieldOfRecord(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const content = Object.hasOwn(object, name) ? object[name] : undefined;
  return name === 'N' && typeof content === 'string' ? [content, Number(content)] : content;
}
