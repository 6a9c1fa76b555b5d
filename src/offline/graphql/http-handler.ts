import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticate } from '../auth/contract.ts';
import type { Clock } from '../clock.ts';
import { writeExactJson } from '../exact-json.ts';
import type { FrontGate } from '../http/front-gate.ts';
import type { GraphqlExecutor } from './contract.ts';
import { readGraphqlBody, readGraphqlTarget } from './read-graphql-body.ts';

export interface HttpHandlerOptions {
  readonly executor: GraphqlExecutor;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly gate: FrontGate;
}

export type GraphqlHttpHandler = (request: IncomingMessage, response: ServerResponse, body: string) => Promise<void>;

/** https://docs.aws.amazon.com/general/latest/gr/appsync.html: the largest request AppSync accepts. */
const MAX_BODY_BYTES = 1_048_576;

const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-amzn-requestid,x-amzn-errortype,x-amz-user-agent,x-amzn-trace-id,content-length,date',
};

const PREFLIGHT_HEADERS = {
  ...CORS_HEADERS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'accept,authorization,content-type,host,origin,x-amz-content-sha256,x-amz-date,x-amz-security-token,x-amz-user-agent,x-api-key',
  'access-control-max-age': '172800',
};

/** The HTTP face of the API: `POST` and `GET /graphql`. Bodies are never logged. */
export function createGraphqlHttpHandler({ executor, authenticate, gate }: HttpHandlerOptions): GraphqlHttpHandler {
  return async (request, response, body) => {
    const requestId = randomUUID();
    const send = (status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      const text = Buffer.from(writeExactJson(content));
      response.writeHead(status, {
        ...headers,
        ...CORS_HEADERS,
        'content-type': 'application/json;charset=UTF-8',
        'content-length': text.byteLength,
        'x-amzn-requestid': requestId,
      });
      response.end(text);
    };
    const refuse = (status: number, errorType: string, message: string): void =>
      send(status, { errors: [{ errorType, message }] }, { 'x-amzn-errortype': errorType });

    if (request.method === 'OPTIONS') {
      response.writeHead(200, { ...PREFLIGHT_HEADERS, 'content-length': 0, 'x-amzn-requestid': requestId }).end();
      return;
    }
    const { sourceIp, isBlocked, headers } = gate.admit(request);
    if (isBlocked) {
      refuse(403, 'WAFForbiddenException', '403 Forbidden');
      return;
    }
    if (request.method !== 'POST' && request.method !== 'GET') {
      const message = `GraphQL is served by POST and GET, not by ${request.method ?? 'this method'}.`;
      refuse(405, 'MethodNotAllowedException', message);
      return;
    }
    if (body.length > MAX_BODY_BYTES || Buffer.byteLength(body) > MAX_BODY_BYTES) {
      refuse(413, 'BadRequestException', `The request body is over the limit of ${MAX_BODY_BYTES} bytes.`);
      return;
    }
    const target = request.url ?? '/graphql';
    const parsed = request.method === 'GET' ? readGraphqlTarget(target) : readGraphqlBody(body);
    const outcome = await authenticate(
      {
        method: request.method,
        path: target,
        headers,
        body,
        sourceIp,
      },
      parsed.ok ? { ...parsed.request, requestId } : undefined,
    );
    if (!outcome.ok) {
      refuse(outcome.status, outcome.errorType, outcome.message);
      return;
    }
    if (!parsed.ok) {
      refuse(400, 'MalformedHttpRequestException', parsed.message);
      return;
    }
    const result = await executor.execute({ ...parsed.request, headers }, outcome.caller);
    const first = result.errors?.[0];
    if (result.data === null && first?.errorType === 'MalformedHttpRequestException') {
      refuse(400, first.errorType, first.message);
      return;
    }
    const { responseHeaders, ...content } = result;
    send(200, content, responseHeaders);
  };
}
