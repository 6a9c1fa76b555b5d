import { randomUUID } from 'node:crypto';
import { getOperationAST, parse } from 'graphql';
import type { Authenticate } from '../auth/contract.ts';
import type {
  GraphqlError,
  GraphqlExecutor,
  GraphqlResponse,
  MutationEvent,
  Registration,
} from '../graphql/contract.ts';
import { findFilterProblem } from './match-filter.ts';
import { lowerCaseNames, readOperation, startPayload, type ClientMessage, type ConnectionError } from './messages.ts';
import type { OutgoingSocket } from './outgoing-socket.ts';
import type { Subscription, SubscriptionRegistry } from './subscription-registry.ts';

export interface ConnectionOptions {
  readonly executor: Pick<GraphqlExecutor, 'register'>;
  readonly authenticate: Authenticate;
  readonly registry: SubscriptionRegistry;
  readonly socket: OutgoingSocket;
  /** Settles with what is wrong with the connection's own authorization. */
  readonly authorized: Promise<ConnectionError | undefined>;
  readonly path: string;
  readonly sourceIp: string;
  /** Headers of the upgrade request, for `ctx.request.headers`. */
  readonly upgradeHeaders: Readonly<Record<string, string>>;
  /** What the front gate adds to a request's headers. */
  readonly forwarded: Readonly<Record<string, string>>;
  readonly keepAliveMs: number;
  /** How long a client may wait with its `connection_init`. */
  readonly initLimitMs?: number;
  readonly log: (line: string) => void;
}

export interface Connection {
  receive(message: ClientMessage): Promise<void>;
  reportMalformed(): void;
  close(): void;
}

/** Service quotas of AppSync. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_SUBSCRIPTIONS = 100;
const MAX_PAYLOAD_BYTES = 240 * 1024;
const CONNECTION_TIMEOUT_MS = 300_000;
/** As long as AppSync's own clients wait for the answer to it; who says nothing at all must not hold a socket for ever. */
const INIT_LIMIT_MS = 15_000;
/** Events one subscription may have waiting while its selection set is executed. */
const MAX_WAITING_EVENTS = 1000;

/** A client's `start` between being received and being answered is `starting`. */
type Entry = { readonly state: 'starting' } | { readonly state: 'active'; readonly subscription: Subscription };

/** One client: the connection handshake, then any number of subscriptions over it. */
export function createConnection(options: ConnectionOptions): Connection {
  const { executor, authenticate, registry, socket, path, log } = options;
  const entries = new Map<string, Entry>();
  let phase: 'new' | 'ready' | 'closed' = 'new';
  let keepAlive: NodeJS.Timeout | undefined;
  const silence = setTimeout(
    () => socket.close(4408, 'Connection initialisation timeout'),
    options.initLimitMs ?? INIT_LIMIT_MS,
  );

  const isClosed = (): boolean => phase === 'closed';

  const fail = (id: string | undefined, errorType: string, message: string): void =>
    socket.send({ ...(id === undefined ? {} : { id }), type: 'error', payload: { errors: [{ errorType, message }] } });

  async function initialize(): Promise<void> {
    if (phase !== 'new') return;
    clearTimeout(silence);
    const error = await options.authorized;
    if (isClosed()) return;
    if (error !== undefined) {
      socket.send({ type: 'connection_error', payload: { errors: [error] } });
      socket.close(4000 + error.errorCode, error.errorType);
      return;
    }
    phase = 'ready';
    socket.send({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS } });
    socket.send({ type: 'ka' });
    keepAlive = setInterval(() => socket.send({ type: 'ka' }), options.keepAliveMs);
  }

  async function start({ id, payload }: ClientMessage): Promise<void> {
    if (id === undefined) return fail(undefined, 'BadRequestException', 'A start message needs an id.');
    if (entries.has(id))
      return fail(id, 'DuplicatedOperationError', `A subscription with the id ${id} is already active.`);
    if (entries.size >= MAX_SUBSCRIPTIONS) {
      return fail(id, 'MaxSubscriptionsReachedError', `Max number of ${MAX_SUBSCRIPTIONS} subscriptions reached`);
    }
    const starting: Entry = { state: 'starting' };
    entries.set(id, starting);
    const outcome = await register(payload);
    // Stopped, or the connection closed, while the subscription's resolver ran.
    if (entries.get(id) !== starting || isClosed()) return;
    if (!outcome.ok) {
      entries.delete(id);
      socket.send({ id, type: 'error', payload: { errors: outcome.errors } });
      return;
    }
    const subscription = subscribe(id, outcome.registration);
    entries.set(id, { state: 'active', subscription });
    registry.add(subscription);
    socket.send({ id, type: 'start_ack' });
  }

  async function register(
    payload: unknown,
  ): Promise<
    | { readonly ok: true; readonly registration: Registration }
    | { readonly ok: false; readonly errors: readonly GraphqlError[] }
  > {
    const refuse = (errorType: string, message: string) => ({ ok: false as const, errors: [{ errorType, message }] });
    const parsed = startPayload.safeParse(payload);
    if (!parsed.success) {
      return refuse(
        'BadRequestException',
        'A start message needs payload.data, a JSON string, and payload.extensions.authorization.',
      );
    }
    const { data, extensions } = parsed.data;
    const operation = readOperation(data);
    if (operation === undefined)
      return refuse('BadRequestException', 'payload.data is not the JSON of a GraphQL operation.');
    const kind = operationKind(operation.query, operation.operationName);
    if (kind !== 'subscription')
      return refuse('UnsupportedOperation', `${kind} not supported through the realtime channel`);

    const request = {
      query: operation.query,
      ...(operation.operationName == null ? {} : { operationName: operation.operationName }),
      ...(operation.variables == null ? {} : { variables: operation.variables }),
    };
    const headers = { ...lowerCaseNames(extensions.authorization), ...options.forwarded };
    const auth = await authenticate(
      { method: 'POST', path, headers, body: data, sourceIp: options.sourceIp },
      { ...request, requestId: randomUUID() },
    );
    if (!auth.ok) return refuse(auth.errorType, auth.message);
    const outcome = await executor.register(
      { ...request, headers: { ...options.upgradeHeaders, ...headers } },
      auth.caller,
    );
    if (!outcome.ok) return outcome;
    for (const filter of [outcome.registration.filter, outcome.registration.invalidationFilter]) {
      const problem = filter === undefined ? undefined : findFilterProblem(filter);
      if (problem !== undefined)
        return refuse('BadRequestException', `The subscription filter is invalid: ${problem}.`);
    }
    return outcome;
  }

  /** Events are executed and sent one after another, so that a subscriber sees them in the order they happened. */
  function subscribe(id: string, registration: Registration): Subscription {
    let waiting = 0;
    let last = Promise.resolve();
    const isActive = (): boolean => {
      const entry = entries.get(id);
      return entry?.state === 'active' && entry.subscription === subscription;
    };
    const deliver = async (event: MutationEvent): Promise<void> => {
      if (!isActive()) return;
      const payload = toDataPayload(await registration.toPayload(event));
      if (!isActive()) return;
      const size = Buffer.byteLength(JSON.stringify(payload));
      if (size > MAX_PAYLOAD_BYTES) {
        log(
          `Subscription ${registration.subscriptionField}: a payload of ${size} bytes was dropped; the limit is ${MAX_PAYLOAD_BYTES}.`,
        );
        return;
      }
      socket.send({ id, type: 'data', payload });
    };
    const subscription: Subscription = {
      registration,
      deliver(event) {
        if (waiting >= MAX_WAITING_EVENTS) {
          log(`Subscription ${registration.subscriptionField}: dropped with ${waiting} events waiting.`);
          socket.close(4008, 'Connection closed: events arrive faster than they can be executed');
          return;
        }
        waiting++;
        last = last
          .then(() => deliver(event))
          .catch((error: unknown) =>
            log(`Subscription ${registration.subscriptionField}: ${error instanceof Error ? error.message : 'failed'}`),
          )
          .finally(() => waiting--);
      },
      invalidate() {
        remove(id);
        socket.send({ id, type: 'complete' });
      },
    };
    return subscription;
  }

  function remove(id: string): boolean {
    const entry = entries.get(id);
    if (entry?.state === 'active') registry.remove(entry.subscription);
    return entries.delete(id);
  }

  return {
    async receive(message) {
      if (message.type === 'connection_init') return initialize();
      if (phase !== 'ready') return fail(message.id, 'BadRequestException', `${message.type} before connection_ack`);
      switch (message.type) {
        case 'start':
          return start(message);
        case 'stop':
          if (message.id !== undefined && remove(message.id)) socket.send({ id: message.id, type: 'complete' });
          else
            fail(
              message.id,
              'UnknownOperationError',
              `There is no subscription with the id ${message.id ?? '(none)'}.`,
            );
          return;
        default:
          return fail(message.id, 'UnsupportedOperation', 'unknown not supported through the realtime channel');
      }
    },
    reportMalformed: () => fail(undefined, 'BadRequestException', 'The message is not a JSON object with a type.'),
    close() {
      phase = 'closed';
      clearInterval(keepAlive);
      clearTimeout(silence);
      for (const id of [...entries.keys()]) remove(id);
    },
  };
}

function toDataPayload(response: GraphqlResponse): Record<string, unknown> {
  return { data: response.data, ...(response.errors === undefined ? {} : { errors: response.errors }) };
}

/** `subscription` also for what cannot be parsed: the executor says what is wrong with it. */
function operationKind(query: string, operationName: string | null | undefined): string {
  try {
    return getOperationAST(parse(query), operationName)?.operation ?? 'subscription';
  } catch {
    return 'subscription';
  }
}
