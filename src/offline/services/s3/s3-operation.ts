import type { AwsRequest } from '../contract.ts';

/** The operations of S3 that run here. */
export type S3Operation =
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'CopyObject'
  | 'DeleteObjects'
  | 'ListObjectsV2'
  | 'HeadBucket'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts';

export interface S3Target {
  readonly bucket: string;
  /** '' for the bucket itself. */
  readonly key: string;
}

/** Query parameters that say nothing of which operation is meant. */
const DETAIL =
  /^(x-id|response-[a-z-]+|prefix|delimiter|max-keys|max-parts|part-number-marker|continuation-token|start-after|encoding-type|fetch-owner|X-Amz-.*|x-amz-checksum-.*|x-amz-sdk-checksum-algorithm)$/i;

/** Method, whether the bucket or an object is meant, and the query parameters that select an operation. */
const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'PUT object ': 'PutObject',
  'GET object ': 'GetObject',
  'HEAD object ': 'HeadObject',
  'DELETE object ': 'DeleteObject',
  'GET bucket list-type': 'ListObjectsV2',
  'HEAD bucket ': 'HeadBucket',
  'POST bucket delete': 'DeleteObjects',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object partNumber&uploadId': 'UploadPart',
  'POST object uploadId': 'CompleteMultipartUpload',
  'DELETE object uploadId': 'AbortMultipartUpload',
  'GET object uploadId': 'ListParts',
};

/** Which operation a request asks for; undefined for one that does not run here. */
export function s3OperationOf(request: AwsRequest, key: string): S3Operation | undefined {
  const selectors = [...request.query.keys()].filter((name) => !DETAIL.test(name)).sort();
  const operation = OPERATIONS[`${request.method} ${key === '' ? 'bucket' : 'object'} ${selectors.join('&')}`];
  if (request.headers['x-amz-copy-source'] === undefined) return operation;
  // A part that is copied from another object is an operation of its own (UploadPartCopy).
  return operation === 'PutObject' ? 'CopyObject' : undefined;
}

const VIRTUAL_HERE = /^(.+?)(?:\.s3(?:\.[\w-]+)?)?\.(?:localhost|127\.0\.0\.1)$/;
const VIRTUAL_AT_AWS = /^(.+)\.s3\.[\w-]+\.amazonaws\.com$/;

/** Bucket and key, from a path (`/bucket/key`) or a host name (`bucket.localhost`, or AWS's own for a redirected request). */
export function s3TargetOf(request: AwsRequest): S3Target {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
  const virtual = (VIRTUAL_HERE.exec(host) ?? VIRTUAL_AT_AWS.exec(host))?.[1];
  const path = request.path.replace(/^\//, '');
  if (virtual !== undefined && virtual !== 's3') return { bucket: virtual, key: decodeURIComponent(path) };
  const slash = path.indexOf('/');
  return slash === -1
    ? { bucket: decodeURIComponent(path), key: '' }
    : { bucket: decodeURIComponent(path.slice(0, slash)), key: decodeURIComponent(path.slice(slash + 1)) };
}

/** The object that a `CopyObject` reads: `bucket/key` or `/bucket/key`, encoded as in an address. */
export function copySourceOf(request: AwsRequest): S3Target | undefined {
  const header = (request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  if (header.includes('?versionId=')) return undefined;
  try {
    const text = decodeURIComponent(header);
    const slash = text.indexOf('/');
    return slash < 1 || slash === text.length - 1
      ? undefined
      : { bucket: text.slice(0, slash), key: text.slice(slash + 1) };
  } catch {
    return undefined;
  }
}
