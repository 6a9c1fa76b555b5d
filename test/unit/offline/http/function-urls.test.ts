import { describe, expect, it } from 'vitest';
import { createFunctionUrls } from '../../../../src/offline/http/function-urls.ts';
import { routeRequest } from '../../../../src/offline/http/route-request.ts';
import type { InvokerOutcome } from '../../../../src/offline/http/authorize-request.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';

const NOW = 1_800_000_000_000;

const INVOKER = { accessKey: 'ASIA', accountId: '1', userArn: 'arn:aws:sts::1:assumed-role/app/x' };

function urlsOf(
  result: InvocationResult,
  authType: 'NONE' | 'AWS_IAM' = 'NONE',
  outcome: InvokerOutcome = { ok: true, invoker: INVOKER },
) {
  const asked: string[] = [];
  const events: unknown[] = [];
  const urls = createFunctionUrls({
    urls: [{ functionArn: 'arn:f', url: 'http://127.0.0.1:1/_url/abc123/', authType }],
    lambda: {
      invoke: (_, payload) => {
        events.push(payload);
        return Promise.resolve(result);
      },
    },
    clock: { now: () => NOW },
  });
  const ask = (id: string, body = '', type?: string) =>
    urls(
      {
        id,
        method: 'POST',
        path: '/x',
        query: new URLSearchParams('ref=a&ref=b'),
        headers: { host: 'localhost:1', ...(type === undefined ? {} : { 'content-type': type }) },
        body: Buffer.from(body),
        sourceIp: '127.0.0.1',
      },
      async (functionArn) => {
        asked.push(functionArn);
        return outcome;
      },
    );
  return { events, ask, asked };
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

  it('asks who signs where that matters, tells the function, and calls it for nobody else', async () => {
    const open = urlsOf({ ok: true, payload: 1 });
    await open.ask('abc123');
    expect(open.asked).toEqual([]);
    const closed = urlsOf({ ok: true, payload: 1 }, 'AWS_IAM');
    await closed.ask('abc123');
    expect(closed.asked).toEqual(['arn:f']);
    expect(closed.events[0]).toMatchObject({
      requestContext: { accountId: '1', authorizer: { iam: { ...INVOKER, cognitoIdentity: null } } },
    });
    const refusal = { status: 403, code: 'AccessDeniedException', message: 'Forbidden' };
    const denied = urlsOf({ ok: true, payload: 1 }, 'AWS_IAM', { ok: false, refusal });
    expect(await denied.ask('abc123')).toEqual({
      status: 403,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
      body: '{"Message":"Forbidden"}',
    });
    expect(denied.events).toEqual([]);
  });

  it('is found by its path, whatever the method, and whoever signs', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      expect(routeRequest(method, '/_url/abc123/', new URLSearchParams(), {})).toEqual({
        kind: 'function-url',
        id: 'abc123',
        path: '/',
      });
    }
    const authorization = 'AWS4-HMAC-SHA256 Credential=A/20261129/r/lambda/aws4_request, Signature=x';
    expect(routeRequest('POST', '/_url/abc123/v1/x', new URLSearchParams(), { authorization })).toMatchObject({
      kind: 'function-url',
      path: '/v1/x',
    });
  });
});
