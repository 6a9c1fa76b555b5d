import { join } from 'node:path';
import type { Bucket } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { notSupportedMessage } from '../aws-response.ts';
import type { Authorization, AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import { escapeXml, xmlError } from '../xml-error.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { openObjectFiles, type ObjectFiles, type ObjectMetadata } from './object-files.ts';

export interface S3Options {
  readonly buckets: readonly Bucket[];
  readonly folder: string;
  readonly clock: Clock;
}

interface Target {
  readonly bucket: string;
  readonly key: string;
}

type Operation = 'PutObject' | 'GetObject' | 'HeadObject' | 'DeleteObject' | 'ListObjectsV2';

const ACTIONS: Readonly<Record<Operation, string>> = {
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
};
const MAX_KEYS = 1000;
/** Query parameters that select another operation of S3, which is refused by name. */
const PLAIN_QUERY =
  /^(x-id|list-type|prefix|max-keys|continuation-token|start-after|encoding-type|X-Amz-.*|x-amz-checksum-.*|x-amz-sdk-checksum-algorithm)$/i;

/** A small part of S3: objects as files, path and virtual-host addresses, presigned URLs. */
export function createS3({ buckets, folder, clock }: S3Options): AwsService {
  const files = new Map<string, ObjectFiles>(
    buckets.map((bucket) => [bucket.name, openObjectFiles(join(folder, bucket.name))]),
  );

  return {
    authorizationOf(request): Authorization {
      const { bucket, key } = targetOf(request);
      const operation = operationOf(request, key);
      const arn = buckets.find((candidate) => candidate.name === bucket)?.arn ?? `arn:aws:s3:::${bucket}`;
      if (operation === undefined) return { action: `s3:${request.method}`, resource: arn };
      return { action: ACTIONS[operation], resource: operation === 'ListObjectsV2' ? arn : `${arn}/${key}` };
    },
    handle(request) {
      const { bucket, key } = targetOf(request);
      const operation = operationOf(request, key);
      if (operation === undefined)
        return Promise.resolve(
          xmlError(
            501,
            'NotSupportedOffline',
            notSupportedMessage('S3', `${request.method} ${[...request.query.keys()].join('&')}`.trim()),
          ),
        );
      const objects = files.get(bucket);
      if (objects === undefined)
        return Promise.resolve(xmlError(404, 'NoSuchBucket', 'The specified bucket does not exist'));
      return Promise.resolve(run(operation, objects, bucket, key, request, clock.now()));
    },
  };
}

function targetOf(request: AwsRequest): Target {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
  const virtual = /^(.+?)(?:\.s3(?:\.[\w-]+)?)?\.(?:localhost|127\.0\.0\.1)$/.exec(host)?.[1];
  const path = request.path.replace(/^\//, '');
  if (virtual !== undefined && virtual !== 's3') return { bucket: virtual, key: decodeURIComponent(path) };
  const slash = path.indexOf('/');
  return slash === -1
    ? { bucket: decodeURIComponent(path), key: '' }
    : { bucket: decodeURIComponent(path.slice(0, slash)), key: decodeURIComponent(path.slice(slash + 1)) };
}

function operationOf(request: AwsRequest, key: string): Operation | undefined {
  if (![...request.query.keys()].every((name) => PLAIN_QUERY.test(name))) return undefined;
  if (key === '')
    return request.method === 'GET' && request.query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
  if (request.headers['x-amz-copy-source'] !== undefined) return undefined;
  switch (request.method) {
    case 'PUT':
      return 'PutObject';
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return 'DeleteObject';
    default:
      return undefined;
  }
}

function run(
  operation: Operation,
  objects: ObjectFiles,
  bucket: string,
  key: string,
  request: AwsRequest,
  now: number,
): AwsResponse {
  switch (operation) {
    case 'PutObject':
      return put(objects, key, request, now);
    case 'GetObject':
      return get(objects, key, request);
    case 'HeadObject': {
      const object = objects.head(key);
      return object === undefined
        ? { status: 404, headers: {}, body: '' }
        : { status: 200, headers: headersOf(object), body: '' };
    }
    case 'DeleteObject':
      objects.remove(key);
      return { status: 204, headers: {}, body: '' };
    case 'ListObjectsV2':
      return list(objects, bucket, request);
  }
}

function put(objects: ObjectFiles, key: string, request: AwsRequest, now: number): AwsResponse {
  if (request.headers['if-match'] !== undefined)
    return xmlError(501, 'NotSupportedOffline', notSupportedMessage('S3', 'PutObject with If-Match'));
  if (request.headers['if-none-match'] === '*' && objects.head(key) !== undefined)
    return xmlError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  const chunked =
    (request.headers['content-encoding'] ?? '').includes('aws-chunked') ||
    request.headers['x-amz-content-sha256'] === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const bytes = chunked ? decodeAwsChunked(request.body) : request.body;
  if (bytes === undefined) return xmlError(400, 'IncompleteBody', 'The request body terminated unexpectedly');
  const metadata = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
    ),
  );
  const object = objects.put(key, bytes, {
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    metadata,
    now,
  });
  return { status: 200, headers: { etag: `"${object.etag}"` }, body: '' };
}

function get(objects: ObjectFiles, key: string, request: AwsRequest): AwsResponse {
  const object = objects.head(key);
  if (object === undefined) return xmlError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (request.headers['if-none-match'] === `"${object.etag}"`)
    return { status: 304, headers: { etag: `"${object.etag}"` }, body: '' };
  const bytes = objects.read(key);
  const range = request.headers['range'];
  if (range === undefined) return { status: 200, headers: headersOf(object), body: bytes };
  const bounds = /^bytes=(\d+)-(\d*)$/.exec(range);
  const start = Number(bounds?.[1] ?? Number.NaN);
  const end =
    bounds?.[2] === undefined || bounds[2] === '' ? object.size - 1 : Math.min(Number(bounds[2]), object.size - 1);
  if (!(start <= end)) return xmlError(416, 'InvalidRange', 'The requested range is not satisfiable');
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
    ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

function list(objects: ObjectFiles, bucket: string, request: AwsRequest): AwsResponse {
  const prefix = request.query.get('prefix') ?? '';
  const after = decodeToken(request.query.get('continuation-token')) ?? request.query.get('start-after') ?? '';
  const max = Math.min(Number(request.query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const rest = objects
    .list(prefix)
    .filter((object) => after === '' || Buffer.compare(Buffer.from(object.key), Buffer.from(after)) > 0);
  const page = rest.slice(0, max);
  const last = page.at(-1);
  const isTruncated = rest.length > page.length && last !== undefined;
  const encode = request.query.get('encoding-type') === 'url' ? encodeURIComponent : escapeXml;
  const contents = page
    .map(
      (object) =>
        `<Contents><Key>${encode(object.key)}</Key><LastModified>${new Date(object.lastModified).toISOString()}</LastModified><ETag>&quot;${object.etag}&quot;</ETag><Size>${object.size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    )
    .join('');
  const token = isTruncated
    ? `<NextContinuationToken>${Buffer.from(last.key).toString('base64url')}</NextContinuationToken>`
    : '';
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${escapeXml(bucket)}</Name><Prefix>${encode(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${max}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${token}${contents}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function decodeToken(token: string | null): string | undefined {
  return token === null ? undefined : Buffer.from(token, 'base64url').toString('utf8');
}
