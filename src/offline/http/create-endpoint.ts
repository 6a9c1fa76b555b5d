import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Role } from '../assembly/resources.ts';
import type { CredentialStore } from '../auth/credential-store.ts';
import type { Clock } from '../clock.ts';
import { errorResponse, notSupportedOffline } from '../services/aws-response.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../services/contract.ts';
import { answerDate, graphqlDate } from './answer-date.ts';
import { createAuthorizer, type Authorizer, type Refusal } from './authorize-request.ts';
import type { ControlApi } from './control-api.ts';
import type { FunctionUrls } from './function-urls.ts';
import { xmlError } from '../services/xml-error.ts';
import { DISK_FULL, isDiskFull } from '../services/disk-full.ts';
import { flatHeaders, isLocalHost, readBody } from './read-request.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { redirectedStorage } from './redirected-storage.ts';
import { isDecodable, readTarget } from './request-target.ts';
import { routeRequest } from './route-request.ts';

export interface EndpointOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** By signing name. */
  readonly services: Readonly<Record<string, AwsService>>;
  readonly credentials: CredentialStore;
  readonly roles: readonly Role[];
  readonly clock: Clock;
  readonly graphql: (request: IncomingMessage, response: ServerResponse, body: string) => Promise<void>;
  readonly handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Body of a user pool's `jwks.json`. */
  readonly jwks: (userPoolId: string) => Promise<string | undefined>;
  readonly functionUrls: FunctionUrls;
  readonly control: ControlApi;
  readonly page: (name: string) => PageResponse | undefined;
  /** A file of the front end that is served beside the API, by its path, for whoever asked by this host. */
  readonly site?: (path: string, host: string) => PageResponse | undefined;
  /** Told of failures that are bugs or broken infrastructure. Never contains bodies. */
  readonly log: (line: string) => void;
}

export interface PageResponse {
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly status?: number;
  /** What may have the page in a frame, as a content security policy writes it; nothing, if absent. */
  readonly framedBy?: readonly string[];
}

export interface Endpoint {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  stop(): Promise<void>;
}

export type EndpointOutcome =
  | { readonly ok: true; readonly endpoint: Endpoint }
  | {
      readonly ok: false;
      readonly error: { readonly code: 'PORT_IN_USE' | 'PORT_NOT_ALLOWED'; readonly message: string };
    };

/** AppSync takes 1 MB; a little more is read so that its handler can refuse it in AppSync's words. */
const MAX_GRAPHQL_BYTES = 2 * 1024 * 1024;
const MAX_SERVICE_BYTES = 16 * 1024 * 1024;
/** What Lambda takes in one call. */
const MAX_FUNCTION_BYTES = 6 * 1024 * 1024;
const MAX_S3_BYTES = 256 * 1024 * 1024;
const LISTEN_HOST = '127.0.0.1';

const INVALID_URI: Refusal = { status: 400, code: 'InvalidURI', message: "Couldn't parse the specified URI." };

const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-amzn-requestid,x-amzn-errortype,x-amzn-errormessage,date,etag,last-modified,content-length,content-type',
};

/** Only our own scripts run in the pages, and they reach only this port. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://localhost:* ws://127.0.0.1:*; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** What a host of static files should say, too: a mail that is looked at may have inline styles and pictures from elsewhere. */
const SITE_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; font-src 'self'; connect-src 'self' ws://localhost:* ws://127.0.0.1:*; img-src 'self' data: https:; frame-src 'self' http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** The sandbox's one HTTP server, on the loopback interface only. */
export async function createEndpoint(options: EndpointOptions): Promise<EndpointOutcome> {
  const authorizer = createAuthorizer(options);
  const drops = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    // Whoever goes away in the middle is told nothing; without a listener their error would end the process.
    for (const stream of [request, response]) stream.on('error', () => undefined);
    serve(options, authorizer, drops, request, response).catch((error: unknown) =>
      answerFailure(options, request, response, error),
    );
  });
  server.keepAliveTimeout = 65_000;
  server.on('upgrade', (request, socket, head) => upgrade(options, request, socket, head));
  const failure = await listen(server, options.port);
  if (failure !== undefined) return failure;
  // Too many open files, for one: who asks next may be answered again.
  server.on('error', (error) => options.log(`The server failed: ${error.message}`));
  const port = portOf(server.address());
  return {
    ok: true,
    endpoint: {
      port,
      url: `http://${LISTEN_HOST}:${port}`,
      async stop() {
        for (const timer of drops) clearTimeout(timer);
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeIdleConnections();
        server.closeAllConnections();
        await closed;
      },
    },
  };
}

function listen(server: Server, port: number): Promise<Extract<EndpointOutcome, { ok: false }> | undefined> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE')
        resolve({
          ok: false,
          error: {
            code: 'PORT_IN_USE',
            message: `Port ${port} is in use. Stop what uses it, or start with --port and another number.`,
          },
        });
      else if (error.code === 'EACCES')
        resolve({
          ok: false,
          error: {
            code: 'PORT_NOT_ALLOWED',
            message: `Port ${port} needs more rights than this user has. Start with --port and a number above 1023.`,
          },
        });
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, LISTEN_HOST, () => {
      server.removeListener('error', onError);
      resolve(undefined);
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function upgrade(options: EndpointOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // Node has taken its own listener away, and a socket that is reset without one ends the process.
  socket.on('error', () => socket.destroy());
  try {
    if (readTarget(request.url).path !== '/graphql/realtime') return refuseUpgrade(socket, 404, 'Not Found');
    options.handleUpgrade(request, socket, head);
  } catch (error) {
    options.log(`An upgrade failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    refuseUpgrade(socket, 500, 'Internal Server Error');
  }
}

function answerFailure(
  options: EndpointOptions,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!response.destroyed) options.log(`${request.method ?? ''} ${readTarget(request.url).path} failed: ${reason}`);
  if (response.headersSent) return void response.destroy();
  const message = isDiskFull(error) ? DISK_FULL : 'The sandbox failed to answer this request. Its log says why.';
  try {
    write(response, errorResponse(500, 'InternalFailure', message));
  } catch {
    response.destroy();
  }
}

async function serve(
  options: EndpointOptions,
  authorizer: Authorizer,
  drops: Set<NodeJS.Timeout>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const asked = readTarget(request.url);
  const redirected = redirectedStorage(asked);
  const { path, query, raw: rawPath } = redirected?.target ?? asked;
  const headers = flatHeaders(request);
  if (redirected !== undefined) headers['host'] = redirected.host;
  const route = routeRequest(method, path, query, headers);
  switch (route.kind) {
    case 'graphql': {
      const body = await readBody(request, MAX_GRAPHQL_BYTES);
      if (body === undefined)
        return write(response, errorResponse(413, 'BadRequestException', 'The request is larger than 1 MB.'));
      response.setHeader('date', graphqlDate(headers, options.clock));
      return options.graphql(request, response, body.toString('utf8'));
    }
    case 'aws': {
      if (!isDecodable(path)) return write(response, refuse(route.service, INVALID_URI));
      const body = await readBody(request, route.service === 's3' ? MAX_S3_BYTES : MAX_SERVICE_BYTES);
      if (body === undefined)
        return write(
          response,
          errorResponse(413, 'RequestEntityTooLarge', 'The request is larger than this service takes.'),
        );
      const answer = await answerAws(
        options,
        authorizer,
        { service: route.service, method, path, query, headers, body },
        rawPath,
        route.signed,
      );
      if (answer.dropAfterMs !== undefined) return drop(response, drops, answer.dropAfterMs);
      const cors = route.service.startsWith('cognito-') || redirected !== undefined ? CORS : {};
      const date = answerDate(headers, options.clock);
      return write(response, { ...answer, headers: { date, ...cors, ...answer.headers } });
    }
    case 'jwks': {
      const jwks = await options.jwks(route.userPoolId);
      if (jwks === undefined) return notFound(response);
      return write(response, { status: 200, headers: { ...CORS, 'content-type': 'application/json' }, body: jwks });
    }
    case 'function-url': {
      const body = await readBody(request, MAX_FUNCTION_BYTES);
      if (body === undefined)
        return write(response, errorResponse(413, 'RequestTooLargeException', 'The request is larger than 6 MB.'));
      const sourceIp = (request.socket.remoteAddress ?? LISTEN_HOST).replace(/^::ffff:/, '');
      const answer = await options.functionUrls({ ...route, method, query, headers, body, sourceIp }, (functionArn) =>
        authorizer.mayInvoke(functionArn, { method, query, headers, body, rawPath, sourceIp }),
      );
      return answer === undefined ? notFound(response) : write(response, answer);
    }
    case 'preflight':
      return write(response, {
        status: 200,
        headers: {
          ...CORS,
          'access-control-allow-methods': 'POST,GET,PUT,HEAD,DELETE,OPTIONS',
          'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
          'access-control-max-age': '172800',
        },
        body: '',
      });
    case 'control':
    case 'page':
      if (!isLocalHost(headers['host']))
        return write(
          response,
          errorResponse(403, 'HostNotAllowed', 'Open the sandbox by http://localhost or http://127.0.0.1.'),
        );
      return route.kind === 'page'
        ? servePage(options, response, method, route.name)
        : serveControl(options, request, response, { method, name: route.name, query, headers });
    case 'not-found':
      return serveSite(options, response, { method, path, host: headers['host'] ?? '' });
  }
}

async function answerAws(
  options: EndpointOptions,
  authorizer: Authorizer,
  request: Omit<AwsRequest, 'principal'>,
  rawPath: string,
  signed: boolean,
): Promise<AwsResponse> {
  const service = Object.hasOwn(options.services, request.service) ? options.services[request.service] : undefined;
  if (service === undefined)
    return notSupportedOffline(request.service, request.headers['x-amz-target'] ?? `${request.method} ${request.path}`);
  const identified = signed ? await authorizer.principalOf(request, rawPath) : undefined;
  if (identified?.ok === false) return refuse(request.service, identified.refusal);
  const complete: AwsRequest = { ...request, principal: identified?.principal ?? null };
  const refusal = authorizer.check(service, complete);
  return refusal === undefined ? service.handle(complete) : refuse(request.service, refusal);
}

function refuse(service: string, refusal: Refusal): AwsResponse {
  if (service === 's3')
    return xmlError(
      refusal.status,
      refusal.code === 'AccessDeniedException' ? 'AccessDenied' : refusal.code,
      refusal.message,
    );
  if (service === 'sts') return xmlError(refusal.status, refusal.code, refusal.message, 'sts');
  return errorResponse(refusal.status, refusal.code, refusal.message);
}

function servePage(options: EndpointOptions, response: ServerResponse, method: string, name: string): void {
  const page = method === 'GET' || method === 'HEAD' ? options.page(name) : undefined;
  if (page === undefined) return notFound(response);
  const policy = PAGE_HEADERS['content-security-policy'] ?? '';
  const framed =
    page.framedBy === undefined
      ? {}
      : {
          'content-security-policy': policy.replace(
            "frame-ancestors 'none'",
            `frame-ancestors ${page.framedBy.join(' ')}`,
          ),
        };
  write(response, {
    status: page.status ?? 200,
    headers: { ...PAGE_HEADERS, ...framed, 'content-type': page.contentType },
    body: method === 'HEAD' ? '' : page.body,
  });
}

function serveSite(
  options: EndpointOptions,
  response: ServerResponse,
  { method, path, host }: { readonly method: string; readonly path: string; readonly host: string },
): void {
  const isRead = (method === 'GET' || method === 'HEAD') && isLocalHost(host);
  const file = isRead ? options.site?.(path, host) : undefined;
  if (file === undefined) {
    // Files of a page name each other relative to its folder, which ends with a slash.
    const isFolder = isRead && options.site?.(`${path}/`, host) !== undefined;
    return isFolder
      ? write(response, { status: 302, headers: { location: `${path}/` }, body: '' })
      : notFound(response);
  }
  write(response, {
    status: 200,
    headers: { ...SITE_HEADERS, 'content-type': file.contentType },
    body: method === 'HEAD' ? '' : file.body,
  });
}

async function serveControl(
  options: EndpointOptions,
  request: IncomingMessage,
  response: ServerResponse,
  control: {
    readonly method: string;
    readonly name: string;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const body = await readBody(request, MAX_GRAPHQL_BYTES);
  if (body === undefined)
    return write(response, errorResponse(413, 'RequestEntityTooLarge', 'The request is larger than 2 MB.'));
  const answer = await options.control({ ...control, body });
  write(response, {
    status: answer.status,
    headers: { ...PAGE_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(answer.body),
  });
}

/** A scripted time-out: the caller sees its connection die without an answer. */
function drop(response: ServerResponse, drops: Set<NodeJS.Timeout>, afterMs: number): void {
  const timer = setTimeout(() => {
    drops.delete(timer);
    response.destroy();
  }, afterMs);
  drops.add(timer);
}

function notFound(response: ServerResponse): void {
  // Text, and not a type of AWS's own: a browser would save it as a file.
  const headers = { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' };
  write(response, { status: 404, headers, body: 'Nothing is served here. What is, stands on the first page: /\n' });
}

function write(response: ServerResponse, answer: AwsResponse): void {
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
  response.writeHead(answer.status, {
    'x-amzn-requestid': randomUUID(),
    'content-length': body.length,
    ...answer.headers,
  });
  response.end(body);
}
