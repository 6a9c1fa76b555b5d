import { describe, expect, it } from 'vitest';
import { createFunctionUrls } from '../../../../src/offline/http/function-urls.ts';
import { routeRequest } from '../../../../src/offline/http/route-request.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';

const NOW = 1_800_000_000_000;

function urlsOf(result: InvocationResult) {
  const events: unknown[] = [];
  const urls = createFunctionUrls({
    urls: [{ functionArn: 'arn:f', url: 'http://127.0.0.1:1/_url/abc123/' }],
    lambda: {
      invoke: (_, payload) => {
        events.push(payload);
        return Promise.resolve(result);
      },
    },
    clock: { now: () => NOW },
  });
  const ask = (id: string, body = '', type?: string) =>
    urls({
      id,
      method: 'POST',
      path: '/x',
      query: new URLSearchParams('ref=a&ref=b'),
      headers: { host: 'localhost:1', ...(type === undefined ? {} : { 'content-type': type }) },
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
    });
  return { events, ask };
}

describe('the URL of a function', () => {
  it('hands the request on in format 2.0, a form in Base64 as Lambda does', async () => {
    const { events, ask } = urlsOf({ ok: true, payload: { statusCode: 201, headers: { 'X-A': 1 }, body: 'hi' } });
    expect(await ask('abc123', 'a=b', 'application/x-www-form-urlencoded')).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json', 'x-a': '1' },
      body: 'hi',
    });
    expect(events[0]).toMatchObject({
      version: '2.0',
      rawPath: '/x',
      queryStringParameters: { ref: 'a,b' },
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1' }, timeEpoch: NOW },
      body: 'YT1i',
      isBase64Encoded: true,
    });
    await ask('abc123', '{}', 'application/json');
    expect(events[1]).toMatchObject({ body: '{}', isBase64Encoded: false });
  });

  it('answers what is no answer as JSON, a function that failed with 502, and nothing at a URL of nobody', async () => {
    expect(await urlsOf({ ok: true, payload: { a: 1 } }).ask('abc123')).toMatchObject({ status: 200, body: '{"a":1}' });
    const failed = { ok: false, errorType: 'Error', errorMessage: 'x', timedOut: false } as const;
    expect(await urlsOf(failed).ask('abc123')).toMatchObject({ status: 502 });
    expect(await urlsOf(failed).ask('other')).toBe(undefined);
  });

  it('is found by its path, whatever the method', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      expect(routeRequest(method, '/_url/abc123/', new URLSearchParams(), {})).toEqual({
        kind: 'function-url',
        id: 'abc123',
        path: '/',
      });
    }
  });
});
