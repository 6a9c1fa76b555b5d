import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthRequest } from '../../../../src/offline/auth/contract.ts';
import { createGraphqlHttpHandler } from '../../../../src/offline/graphql/index.ts';
import { apiKeyCaller, fakeExecutor } from './fake-api.ts';
import { createFrontGate } from '../../../../src/offline/http/front-gate.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const seen: { request: AuthRequest; query: string | undefined }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  const executor = fakeExecutor({
    schema: 'type Query { hello(name: String): String }',
    resolvers: {
      'Query.hello': {
        request: (context) => ({ payload: context.request.headers['x-greeting'] }),
        response: (context, effects) => {
          effects.responseHeaders['x-custom'] = 'yes';
          return `${String(context.result)} ${String(context.arguments['name'])}`;
        },
      },
    },
  });
  const handle = createGraphqlHttpHandler({
    executor,
    clock: { now: () => 0 },
    gate: createFrontGate([]),
    authenticate: async (request, graphql) => {
      seen.push({ request, query: graphql?.query });
      if (request.headers['x-api-key'] === 'good') return { ok: true, caller: apiKeyCaller };
      return {
        ok: false,
        status: 401,
        errorType: 'UnauthorizedException',
        message: 'You are not authorized to make this call.',
      };
    },
  });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void handle(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an AddressInfo.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});

afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

async function post(body: string, headers: Record<string, string> = { 'x-api-key': 'good' }) {
  const response = await fetch(url, { method: 'POST', body, headers });
  const content: unknown = await response.json();
  return { status: response.status, headers: response.headers, content };
}

describe('POST /graphql', () => {
  it('answers the data, a request id and the headers that resolvers set', async () => {
    const body = JSON.stringify({
      query: 'query Q($name: String) { hello(name: $name) }',
      variables: { name: '연우' },
      operationName: 'Q',
    });
    const { status, headers, content } = await post(body, { 'x-api-key': 'good', 'x-greeting': 'Hi' });
    expect(status).toBe(200);
    expect(content).toEqual({ data: { hello: 'Hi 연우' } });
    expect(headers.get('x-custom')).toBe('yes');
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(seen.at(-1)).toMatchObject({
      request: { method: 'POST', path: '/graphql', body },
      query: 'query Q($name: String) { hello(name: $name) }',
    });
  });

  it('answers 401 in the shape of AppSync to callers it does not know, whatever they sent', async () => {
    for (const body of ['{"query":"{ hello }"}', 'nonsense']) {
      const { status, headers, content } = await post(body, { 'x-api-key': 'bad' });
      expect(status).toBe(401);
      expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
      expect(content).toEqual({
        errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
      });
    }
  });

  it.each([
    ['', 'Request body is empty.'],
    ['meow', 'Unable to parse GraphQL query.'],
    ['{}}', 'Unable to parse GraphQL query.'],
    ['[]', 'Unable to parse GraphQL query.'],
    ['[{"query":"{ hello }"}]', 'Unable to parse GraphQL query.'],
    ['{}', 'Unable to parse GraphQL query.'],
    ['{"query":"{ hello("}', 'Unable to parse GraphQL query.'],
    ['{"query":"{ hello }","variables":[]}', 'variables must be a JSON object.'],
    ['{"query":"{ hello }","operationName":1}', 'operationName must be a string.'],
  ])('answers 400 to %s', async (body, message) => {
    const { status, content } = await post(body);
    expect(status).toBe(400);
    expect(content).toEqual({
      errors: [{ errorType: 'MalformedHttpRequestException', message: containing(message) }],
    });
  });

  it('answers 200 with errors to a query that does not fit the schema', async () => {
    expect(await post('{"query":"{ gone }"}')).toMatchObject({ status: 200, content: { data: null, errors: [{}] } });
  });

  it.each([
    [{ query: '{ hello }' }, 200, { data: { hello: containing('') } }],
    [
      { query: 'query Q($name: String) { hello(name: $name) }', variables: '{"name":"연우"}', operationName: 'Q' },
      200,
      { data: { hello: containing('연우') } },
    ],
    [{}, 400, { errors: [{ message: 'Unable to parse GraphQL query.' }] }],
    [{ query: '{ hello }', variables: '{' }, 400, { errors: [{ message: 'variables must be a JSON object.' }] }],
  ])('S11 takes a GET as AppSync does, with the query in its address: %j', async (search, status, content) => {
    const answer = await fetch(`${url}?${new URLSearchParams(search).toString()}`, {
      headers: { 'x-api-key': 'good' },
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(content);
  });

  it('refuses a body over one megabyte', async () => {
    expect(await post(JSON.stringify({ query: '{ hello }', extensions: 'x'.repeat(1_048_576) }))).toMatchObject({
      status: 413,
    });
  });

  it('answers preflights of browsers, and no other method', async () => {
    const preflight = await fetch(url, { method: 'OPTIONS' });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
  });
});
