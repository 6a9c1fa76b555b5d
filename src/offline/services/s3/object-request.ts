import type { AwsRequest } from '../contract.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

/** The bytes of an upload; undefined when it is cut off. */
export function objectBytes(request: AwsRequest): Buffer | undefined {
  const isChunked =
    (request.headers['content-encoding'] ?? '').includes('aws-chunked') ||
    request.headers['x-amz-content-sha256'] === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  return isChunked ? decodeAwsChunked(request.body) : request.body;
}

/** What an upload says of its object. */
export function objectHeaders(request: AwsRequest): {
  readonly contentType: string;
  readonly metadata: Record<string, string>;
} {
  return {
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    metadata: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
      ),
    ),
  };
}
