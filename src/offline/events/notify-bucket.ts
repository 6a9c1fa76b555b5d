import type { Bucket, BucketNotification, ObjectEvent } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { AsynchronousInvoker, EventPublisher } from '../services/contract.ts';

/** What happened to an object of a bucket. */
export interface ObjectChange {
  readonly event: ObjectEvent;
  readonly bucket: string;
  readonly key: string;
  /** Absent when the object was removed. */
  readonly size?: number;
  readonly etag?: string;
}

export interface NotifyBucketOptions {
  readonly buckets: readonly Bucket[];
  readonly background: AsynchronousInvoker & EventPublisher;
  readonly queues: { send(queueArn: string, body: string): unknown };
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

const REASONS: Readonly<Record<ObjectEvent, string>> = {
  'ObjectCreated:Put': 'PutObject',
  'ObjectCreated:Copy': 'CopyObject',
  'ObjectCreated:CompleteMultipartUpload': 'CompleteMultipartUpload',
  'ObjectRemoved:Delete': 'DeleteObject',
};

/** Tells functions, queues and the event bus of changes of objects, as the buckets' notifications say. */
export function createBucketNotifier(options: NotifyBucketOptions): (change: ObjectChange) => void {
  const { background, queues, clock } = options;
  let sequence = 0;
  const byName = new Map(options.buckets.map((bucket) => [bucket.name, bucket]));
  return (change) => {
    const bucket = byName.get(change.bucket);
    sequence += 1;
    // Later ones of a key are greater, as texts.
    const sequencer =
      `${clock.now().toString(16).padStart(12, '0')}${sequence.toString(16).padStart(6, '0')}`.toUpperCase();
    for (const notification of bucket?.notifications ?? []) {
      if (bucket === undefined || !isMeant(notification, change)) continue;
      const event = () => ({ Records: [notificationRecord(change, bucket, notification.id, sequencer, options)] });
      const { target } = notification;
      if (target.kind === 'FUNCTION') background.invokeLater(target.functionArn, event());
      else if (target.kind === 'QUEUE') queues.send(target.queueArn, JSON.stringify(event()));
      else background.publish([busEvent(change, bucket, sequencer, options)]);
    }
  };
}

function isMeant({ events, keyPrefix, keySuffix }: BucketNotification, { event, key }: ObjectChange): boolean {
  return events.includes(event) && key.startsWith(keyPrefix) && key.endsWith(keySuffix);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function notificationRecord(
  { event, key, size, etag }: ObjectChange,
  bucket: Bucket,
  configurationId: string,
  sequencer: string,
  { clock, region, accountId }: NotifyBucketOptions,
) {
  const isRemoved = size === undefined;
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(clock.now()).toISOString(),
    eventName: event,
    userIdentity: { principalId: accountId },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': sequencer, 'x-amz-id-2': sequencer },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket.name, ownerIdentity: { principalId: accountId }, arn: bucket.arn },
      object: { key: formEncoded(key), ...(isRemoved ? {} : { size, eTag: etag }), sequencer },
    },
  };
}

/** Keys are written as in a form: a space is `+`, and slashes stay. */
function formEncoded(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function busEvent(
  { event, key, size, etag }: ObjectChange,
  bucket: Bucket,
  sequencer: string,
  { accountId }: NotifyBucketOptions,
) {
  const isRemoved = size === undefined;
  return {
    source: 'aws.s3',
    detailType: isRemoved ? 'Object Deleted' : 'Object Created',
    resources: [bucket.arn],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: { key, ...(isRemoved ? {} : { size, etag }), sequencer },
      'request-id': sequencer,
      requester: accountId,
      'source-ip-address': '127.0.0.1',
      reason: REASONS[event],
      ...(isRemoved ? { 'deletion-type': 'Permanently Deleted' } : {}),
    },
  };
}
