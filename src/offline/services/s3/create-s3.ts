import { basename, join } from 'node:path';
import type { Bucket, ObjectEvent } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { notSupportedMessage } from '../aws-response.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import { escapeXml, xmlError } from '../xml-error.ts';
import { deleteObjects } from './delete-objects.ts';
import { listObjects } from './list-objects.ts';
import { completeUpload, createUpload, listParts, noSuchUpload, uploadOf, uploadPart } from './multipart-operations.ts';
import { openMultipartUploads, type MultipartUploads } from './multipart-uploads.ts';
import { openObjectFiles, type ObjectFiles, type ObjectMetadata } from './object-files.ts';
import { rangeOf } from './object-range.ts';
import { objectBytes, objectHeaders } from './object-request.ts';
import { copySourceOf, s3OperationOf, s3TargetOf, type S3Operation, type S3Target } from './s3-operation.ts';
import { withOverriddenHeaders } from './overridden-headers.ts';
import { s3Permissions } from './s3-permissions.ts';
import { xmlAnswer } from './xml.ts';

export interface S3Options {
  readonly buckets: readonly Bucket[];
  readonly folder: string;
  readonly clock: Clock;
  /** Told of every object that was created or removed. */
  readonly onChange?: (change: {
    readonly event: ObjectEvent;
    readonly bucket: string;
    readonly key: string;
    readonly size?: number;
    readonly etag?: string;
  }) => void;
}

/** What the operations of one request work on. */
interface Surroundings {
  readonly files: ReadonlyMap<string, ObjectFiles>;
  readonly uploads: MultipartUploads;
  readonly objects: ObjectFiles;
  readonly target: S3Target;
  readonly now: number;
  readonly created: (event: ObjectEvent, object: ObjectMetadata) => void;
  readonly removed: (key: string) => void;
}

/** An object, with the file that has its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly file: string;
  /** Changes when the object is another one. */
  readonly identity: string;
}

/** A bucket, from the side of the services that read and write it themselves. */
export interface BucketStore {
  put(key: string, bytes: Buffer, contentType: string): void;
  remove(key: string): void;
  /** The objects whose keys begin so. */
  list(prefix: string): readonly StoredObject[];
}

export interface S3 extends AwsService {
  bucket(name: string): BucketStore | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html: of UTF-8. */
const MAX_KEY_BYTES = 1024;

/** A part of S3: objects as files, uploads in parts, path and virtual-host addresses, presigned URLs. */
export function createS3({ buckets, folder, clock, onChange }: S3Options): S3 {
  const files = new Map<string, ObjectFiles>(
    buckets.map((bucket) => [bucket.name, openObjectFiles(join(folder, bucket.name))]),
  );
  const uploads = openMultipartUploads(join(folder, '.uploads'));

  return {
    bucket(bucket) {
      const objects = files.get(bucket);
      if (objects === undefined) return undefined;
      return {
        put(key, bytes, contentType) {
          const { size, etag } = objects.put(key, bytes, { contentType, metadata: {}, now: clock.now() });
          onChange?.({ event: 'ObjectCreated:Put', bucket, key, size, etag });
        },
        remove(key) {
          objects.remove(key);
          onChange?.({ event: 'ObjectRemoved:Delete', bucket, key });
        },
        list: (prefix) =>
          objects.list(prefix).map(({ key, size, etag }) => {
            const file = objects.fileOf(key);
            return { key, size, file, identity: `${basename(file).slice(0, 32)}-${etag}` };
          }),
      };
    },
    authorizationOf(request) {
      const target = s3TargetOf(request);
      const operation = s3OperationOf(request, target.key);
      // Refused by its name, whoever asks for it.
      return operation === undefined ? undefined : s3Permissions(operation, target, request, buckets);
    },
    handle(request) {
      const target = s3TargetOf(request);
      const operation = s3OperationOf(request, target.key);
      if (operation === undefined)
        return Promise.resolve(
          xmlError(
            501,
            'NotSupportedOffline',
            notSupportedMessage('S3', `${request.method} ${[...request.query.keys()].join('&')}`.trim()),
          ),
        );
      const { bucket } = target;
      if (Buffer.byteLength(target.key) > MAX_KEY_BYTES)
        return Promise.resolve(xmlError(400, 'KeyTooLongError', 'Your key is too long'));
      const objects = files.get(bucket);
      if (objects === undefined)
        return Promise.resolve(xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist'));
      const surroundings: Surroundings = {
        files,
        uploads,
        objects,
        target,
        now: clock.now(),
        created: (event, { key, size, etag }) => onChange?.({ event, bucket, key, size, etag }),
        removed: (key) => onChange?.({ event: 'ObjectRemoved:Delete', bucket, key }),
      };
      return Promise.resolve(withOverriddenHeaders(request, run(operation, request, surroundings)));
    },
  };
}

function run(operation: S3Operation, request: AwsRequest, surroundings: Surroundings): AwsResponse {
  const { objects, uploads, target, now } = surroundings;
  const { bucket, key } = target;
  switch (operation) {
    case 'PutObject':
      return put(request, surroundings);
    case 'CopyObject':
      return copy(request, surroundings);
    case 'GetObject':
      return get(objects, key, request);
    case 'HeadObject': {
      const object = objects.head(key);
      return object === undefined
        ? { status: 404, headers: {}, body: '' }
        : { status: 200, headers: headersOf(object), body: '' };
    }
    case 'DeleteObject': {
      const existed = objects.head(key) !== undefined;
      objects.remove(key);
      if (existed) surroundings.removed(key);
      return { status: 204, headers: {}, body: '' };
    }
    case 'DeleteObjects':
      return deleteObjects(objects, request.body, surroundings.removed);
    case 'ListObjectsV2':
      return listObjects(objects, bucket, request);
    case 'HeadBucket':
      return { status: 200, headers: {}, body: '' };
    case 'CreateMultipartUpload':
      return createUpload(uploads, target, request);
    case 'UploadPart':
    case 'CompleteMultipartUpload':
    case 'AbortMultipartUpload':
    case 'ListParts': {
      const upload = uploadOf(uploads, target, request);
      if (upload === undefined) return noSuchUpload();
      if (operation === 'UploadPart') return uploadPart(uploads, upload.id, request);
      if (operation === 'ListParts') return listParts(uploads, target, upload.id);
      if (operation === 'CompleteMultipartUpload')
        return completeUpload(uploads, upload, objects, request, now, (object) =>
          surroundings.created('ObjectCreated:CompleteMultipartUpload', object),
        );
      uploads.remove(upload.id);
      return { status: 204, headers: {}, body: '' };
    }
  }
}

function put(request: AwsRequest, { objects, target: { key }, now, created }: Surroundings): AwsResponse {
  if (request.headers['if-match'] !== undefined)
    return xmlError(501, 'NotSupportedOffline', notSupportedMessage('S3', 'PutObject with If-Match'));
  if (request.headers['if-none-match'] === '*' && objects.head(key) !== undefined)
    return xmlError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  const bytes = objectBytes(request);
  if (bytes === undefined) return xmlError(400, 'IncompleteBody', 'The request body terminated unexpectedly');
  const object = objects.put(key, bytes, { ...objectHeaders(request), now });
  created('ObjectCreated:Put', object);
  return { status: 200, headers: { etag: `"${object.etag}"` }, body: '' };
}

function copy(request: AwsRequest, { files, objects, target, now, created }: Surroundings): AwsResponse {
  const condition = Object.keys(request.headers).find((name) => name.startsWith('x-amz-copy-source-'));
  if (condition !== undefined)
    return xmlError(501, 'NotSupportedOffline', notSupportedMessage('S3', `CopyObject with ${condition}`));
  const from = copySourceOf(request);
  if (from === undefined)
    return xmlError(
      400,
      'InvalidArgument',
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  const source = files.get(from.bucket);
  if (source === undefined) return xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const known = source.head(from.key);
  if (known === undefined) return xmlError(404, 'NoSuchKey', 'The specified key does not exist.');
  const isReplaced = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  if (!isReplaced && from.bucket === target.bucket && from.key === target.key)
    return xmlError(
      400,
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const about = isReplaced ? objectHeaders(request) : known;
  const { contentType, headers, metadata } = about;
  const object = objects.put(target.key, source.read(from.key), { contentType, headers, metadata, now });
  created('ObjectCreated:Copy', object);
  return xmlAnswer(
    `<CopyObjectResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LastModified>${new Date(now).toISOString()}</LastModified><ETag>${escapeXml(`"${object.etag}"`)}</ETag></CopyObjectResult>`,
  );
}

function get(objects: ObjectFiles, key: string, request: AwsRequest): AwsResponse {
  const object = objects.head(key);
  if (object === undefined) return xmlError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (request.headers['if-none-match'] === `"${object.etag}"`)
    return { status: 304, headers: { etag: `"${object.etag}"` }, body: '' };
  const bytes = objects.read(key);
  const range = rangeOf(request.headers['range'], object.size);
  if (range.kind === 'WHOLE') return { status: 200, headers: headersOf(object), body: bytes };
  if (range.kind === 'NONE') return xmlError(416, 'InvalidRange', 'The requested range is not satisfiable');
  const { start, end } = range;
  const part = bytes.subarray(start, end + 1);
  return {
    status: 206,
    headers: {
      ...headersOf(object),
      'content-length': String(part.length),
      'content-range': `bytes ${start}-${end}/${object.size}`,
    },
    body: part,
  };
}

function headersOf(object: ObjectMetadata): Record<string, string> {
  return {
    etag: `"${object.etag}"`,
    'content-length': String(object.size),
    'content-type': object.contentType,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...object.headers,
    ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}
