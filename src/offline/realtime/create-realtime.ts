import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Authenticate } from '../auth/contract.ts';
import type { Clock } from '../clock.ts';
import type { Admission, FrontGate } from '../http/front-gate.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { readTarget } from '../http/request-target.ts';
import type { GraphqlExecutor } from '../graphql/contract.ts';
import { authorizeConnection, connectionHeaders, SUBPROTOCOL, type ConnectionHeaders } from './authorize-connection.ts';
import { createConnection } from './connection.ts';
import { clientMessage, readJson } from './messages.ts';
import { createOutgoingSocket } from './outgoing-socket.ts';
import { createSubscriptionRegistry } from './subscription-registry.ts';

export interface RealtimeOptions {
  readonly executor: GraphqlExecutor;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly gate: FrontGate;
  /** Path of the GraphQL endpoint; realtime is at `<path>/realtime`. */
  readonly path?: string;
  /** AppSync's clients expect one at least every 60 s. */
  readonly keepAliveMs?: number;
  readonly maxBufferedBytes?: number;
  readonly log?: (line: string) => void;
}

export interface Realtime {
  /** Takes an HTTP server's `upgrade` event. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly connectionCount: number;
  readonly subscriptionCount: number;
  stop(): Promise<void>;
}

const DEFAULT_KEEP_ALIVE_MS = 30_000;
const MAX_MESSAGE_BYTES = 240 * 1024;

/** Creates AppSync's WebSocket endpoint for subscriptions. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const {
    executor,
    authenticate,
    gate,
    path = '/graphql',
    keepAliveMs = DEFAULT_KEEP_ALIVE_MS,
    log = () => undefined,
  } = options;
  const registry = createSubscriptionRegistry(executor);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  function accept(
    webSocket: WebSocket,
    request: IncomingMessage,
    headers: ConnectionHeaders,
    { sourceIp, headers: admitted }: Admission,
  ): void {
    const forwarded = { 'x-forwarded-for': admitted['x-forwarded-for'] ?? '' };
    const connection = createConnection({
      executor,
      authenticate,
      registry,
      socket: createOutgoingSocket(webSocket, options.maxBufferedBytes),
      authorized: authorizeConnection(headers, authenticate, path, { sourceIp, forwarded }).catch((error: unknown) => {
        log(`Realtime authorization failed: ${error instanceof Error ? error.message : 'unknown error'}`);
        return { errorType: 'InternalFailure', message: 'The connection could not be authorized.', errorCode: 500 };
      }),
      path,
      sourceIp,
      upgradeHeaders: { ...forwardedHeaders(request), ...forwarded },
      forwarded,
      keepAliveMs,
      log,
    });
    webSocket.on('message', (data, isBinary) => {
      const parsed = isBinary ? undefined : clientMessage.safeParse(readJson(toText(data)));
      if (parsed?.success !== true) return connection.reportMalformed();
      connection.receive(parsed.data).catch((error: unknown) => {
        log(`Realtime: ${error instanceof Error ? error.message : 'unknown error'}`);
        webSocket.close(1011, 'Internal error');
      });
    });
    webSocket.on('close', () => connection.close());
    // `close` follows; without a listener an oversized frame or a reset would end the process.
    webSocket.on('error', (error) => log(`Realtime socket: ${error.message}`));
  }

  return {
    handleUpgrade(request, socket, head) {
      const target = readTarget(request.url);
      if (target.path !== `${path}/realtime`) return refuseUpgrade(socket, 404, 'Not Found');
      const admission = gate.admit(request);
      if (admission.isBlocked) return refuseUpgrade(socket, 403, 'Forbidden');
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
      if (!offered.includes(SUBPROTOCOL)) return refuseUpgrade(socket, 400, 'Bad Request');
      const headers = connectionHeaders(offered, target.query);
      server.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request, headers, admission));
    },
    get connectionCount() {
      return server.clients.size;
    },
    get subscriptionCount() {
      return registry.size;
    },
    stop() {
      for (const client of server.clients) client.close(1001, 'The sandbox is stopping');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Clients that do not answer the closing handshake must not hold up the stop.
      setTimeout(() => {
        for (const client of server.clients) client.terminate();
      }, 500).unref();
      return closed;
    },
  };
}

function toText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/** Custom headers of a client travel in the query string. */
function forwardedHeaders(request: IncomingMessage): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !name.startsWith('sec-websocket-') && name !== 'upgrade' && name !== 'connection')
      forwarded[name] = value;
  }
  for (const [name, value] of readTarget(request.url).query)
    if (name !== 'header' && name !== 'payload') forwarded[name.toLowerCase()] = value;
  return forwarded;
}
