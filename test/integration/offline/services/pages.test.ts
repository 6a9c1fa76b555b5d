import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, type Endpoint } from '../../../../src/offline/http/create-endpoint.ts';
import { clock, closeEndpoint, credentials, openEndpoint, outbox } from './endpoint-under-test.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint();
});
afterAll(() => closeEndpoint(endpoint));

function withHost(path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${endpoint.url}${path}`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end();
  });
}

describe('the pages and the control interface', () => {
  it('serves pages with a strict content policy and nothing from the file system', async () => {
    for (const path of [
      '/',
      '/_bonghwa/explorer',
      '/_bonghwa/outbox',
      '/_bonghwa/static/explorer.js',
      '/_bonghwa/static/style.css',
    ]) {
      const response = await fetch(`${endpoint.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await response.text()).not.toMatch(/https?:\/\/(?!docs\.aws)/);
    }
    for (const path of [
      '/_bonghwa/static/../create-pages.ts',
      '/_bonghwa/static/%2e%2e/create-pages.ts',
      '/_bonghwa/constructor',
      '/nothing',
    ]) {
      const response = await fetch(`${endpoint.url}${path}`);
      expect(response.status).toBe(404);
      // U15: a browser shows it; of a type that it does not know it would make a file.
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  it('answers only to local names, so that no web page can reach it by DNS rebinding', async () => {
    expect(await withHost('/_sandbox/outbox', 'evil.example')).toBe(403);
    expect(await withHost('/_bonghwa/outbox', 'localhost.evil.example:80')).toBe(403);
    expect(await withHost('/_sandbox/outbox', 'localhost:1234')).toBe(200);
  });

  it('changes the sandbox only with the confirmation header', async () => {
    const put = (headers: Record<string, string>, body: string) =>
      fetch(`${endpoint.url}/_sandbox/fault-plan`, { method: 'PUT', headers, body });
    expect((await put({}, '{}')).status).toBe(403);
    expect((await put({ 'x-sandbox': '1' }, 'nope')).status).toBe(400);
    expect((await put({ 'x-sandbox': '1' }, '{"rules":[{"kind":"x"}]}')).status).toBe(400);
    expect((await put({ 'x-sandbox': '1' }, '{"seed":4}')).status).toBe(200);
    expect(await (await fetch(`${endpoint.url}/_sandbox/fault-plan`)).json()).toMatchObject({ seed: 4 });
    const before = clock.now();
    const advance = await fetch(`${endpoint.url}/_sandbox/clock`, {
      method: 'POST',
      headers: { 'x-sandbox': '1' },
      body: '{"advanceMs":1000}',
    });
    expect(advance.status).toBe(200);
    expect(clock.now() - before).toBeGreaterThanOrEqual(1000);
    expect(await (await fetch(`${endpoint.url}/_sandbox/coverage`)).json()).toEqual({ executed: 1 });
    outbox.add([
      {
        at: 1,
        channel: 'PUSH',
        channelType: 'GCM',
        provider: 'pinpoint',
        address: 't1',
        body: 'x',
        status: 'SUCCESSFUL',
        statusCode: 200,
        accepted: true,
        requestId: 'r',
      },
    ]);
    expect(await (await fetch(`${endpoint.url}/_sandbox/outbox?limit=1&address=t1`)).json()).toMatchObject({
      messages: [{ address: 't1' }],
      counts: { total: 1 },
    });
  });

  it('routes GraphQL, JWKS, unsigned Cognito and refuses a taken port in one line', async () => {
    expect(await (await fetch(`${endpoint.url}/graphql`, { method: 'POST', body: '{}' })).json()).toEqual({
      received: '{}',
    });
    expect(await (await fetch(`${endpoint.url}/pool/.well-known/jwks.json`)).json()).toEqual({ keys: [] });
    const cognito = await fetch(`${endpoint.url}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: '{}',
    });
    expect(cognito.status).toBe(501);
    const preflight = await fetch(`${endpoint.url}/`, {
      method: 'OPTIONS',
      headers: { 'access-control-request-headers': 'x-amz-target' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-amz-target');
    const taken = await createEndpoint({
      port: endpoint.port,
      services: {},
      credentials,
      roles: [],
      clock,
      graphql: () => Promise.resolve(),
      handleUpgrade: () => undefined,
      jwks: () => Promise.resolve(undefined),
      functionUrls: async () => undefined,
      control: () => ({ status: 404, body: {} }),
      page: () => undefined,
      log: () => undefined,
    });
    expect(taken).toMatchObject({
      ok: false,
      error: { code: 'PORT_IN_USE', message: expect.stringMatching(/^Port \d+ is in use\.[^\n]*$/) as string },
    });
  });
});
