import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';

/** One request that a function made of the sandbox; times of `performance.now()`. */
export type SeenRequest = {
  /** Such as `DynamoDB GetItem`, `SQS SendMessage`, or method and path of a service without named operations. */
  readonly name: string;
  readonly isStore: boolean;
  readonly from: number;
  readonly to: number;
};

const started = z.object({ request: z.custom<IncomingMessage>((value) => typeof value === 'object') });

/**
 * Sees every request that arrives at the sandbox in this process, from its first byte to its answer, by the channels
 * that Node's own HTTP server speaks on: nothing of the sandbox knows of it.
 */
export function watchRequests(): { readonly seen: readonly SeenRequest[]; readonly clear: () => void; stop(): void } {
  const seen: SeenRequest[] = [];
  const begun = new WeakMap<IncomingMessage, number>();
  const onStart = (message: unknown): void => void begun.set(started.parse(message).request, performance.now());
  const onFinish = (message: unknown): void => {
    const { request } = started.parse(message);
    const from = begun.get(request);
    const name = nameOf(request);
    if (from !== undefined && name !== null) {
      seen.push({ name, isStore: name.startsWith('DynamoDB '), from, to: performance.now() });
    }
  };
  subscribe('http.server.request.start', onStart);
  subscribe('http.server.response.finish', onFinish);
  return {
    seen,
    clear: () => void seen.splice(0),
    stop: () => {
      unsubscribe('http.server.request.start', onStart);
      unsubscribe('http.server.response.finish', onFinish);
    },
  };
}

/** What a request asks for; null for the API itself when a client calls it. */
function nameOf({ headers, method = '', url = '' }: IncomingMessage): string | null {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    return `${service.replace(/_\d+$/, '')} ${operation}`;
  }
  const isSigned = headers.authorization?.startsWith('AWS4-HMAC-SHA256') === true;
  return isSigned ? `${method} ${url.split('?')[0] ?? ''}` : null;
}

/** The longest chain of requests of which each began after the one before was answered. */
export function longestChain(requests: readonly Pick<SeenRequest, 'from' | 'to'>[]): number {
  let length = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...requests].sort((a, b) => a.to - b.to)) {
    if (from < free) continue;
    length += 1;
    free = to;
  }
  return length;
}
