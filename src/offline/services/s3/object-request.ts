import type { AwsRequest } from '../contract.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

/** The bytes of an upload; undefined when it is cut off. */
export function objectBytes(request: AwsRequest): Buffer | undefined {
  const isChunked =
    (request.headers['content-encoding'] ?? '').includes('aws-chunked') ||
    request.headers['x-amz-content-sha256'] === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  return isChunked ? decodeAwsChunked(request.body) : request.body;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html: what S3 keeps besides the type. */
const KEPT = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'] as const;

/** Without `aws-chunked`, which is of the upload and not of the object. */
function encodingOf(request: AwsRequest): string | undefined {
  return request.headers['content-encoding']
    ?.split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== 'aws-chunked')
    .join(',');
}

/** What an upload says of its object. */
export function objectHeaders(request: AwsRequest): {
  readonly contentType: string;
  readonly headers: Record<string, string>;
  readonly metadata: Record<string, string>;
} {
  return {
    contentType: request.headers['content-type'] ?? 'binary/octet-stream',
    headers: Object.fromEntries(
      KEPT.flatMap((name) => {
        const value = name === 'content-encoding' ? encodingOf(request) : request.headers[name];
        return value === undefined || value === '' ? [] : [[name, value] as const];
      }),
    ),
    metadata: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
      ),
    ),
  };
}
