import type { IncomingMessage } from 'node:http';

/** Reads a request body; undefined when it is longer than allowed. The rest is drained, so that the answer still arrives. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  // Events: functions ask thousands of times a second, and an iterator of a stream costs more than their requests.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      const [only] = chunks;
      if (size > maxBytes) resolve(undefined);
      else resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size));
    });
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The request was broken off.'));
    });
  });
}

/** Headers with lower-case names and one text each, as services and signatures want them. */
export function flatHeaders(request: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return flat;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** A page on the internet can point its own name at 127.0.0.1 (DNS rebinding); the Host header then names that page. */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && LOCAL_HOST.test(host);
}
