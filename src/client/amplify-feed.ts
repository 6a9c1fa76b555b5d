import { Hub } from 'aws-amplify/utils';
import { clientErrors } from './client-error.ts';
import type { LiveAnswer, LiveFeed, WatchFailure } from './live-feed.ts';

/** Hub event of `aws-amplify` for an acknowledged subscription, after a reconnect too (CONTROL_MSG.SUBSCRIPTION_ACK). */
const SUBSCRIPTION_ACK = 'Subscription ack';

/** Codes that asking again changes: nothing was decided about the request. */
const PASSING_CODES: ReadonlySet<string> = new Set([
  'NETWORK',
  'INTERNAL',
  'ExecutionTimeout',
  'Lambda:Unhandled',
  'LimitExceededError',
  'MaxSubscriptionsReachedError',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const NO_WEBSOCKET: WatchFailure = {
  code: 'NO_WEBSOCKET',
  message:
    'This runtime has no WebSocket, over which news come. Use Node 22 or later, or before watching: ' +
    "import { WebSocket } from 'ws'; globalThis.WebSocket ??= WebSocket;",
  isFinal: true,
};

/** What `aws-amplify` answers to a subscription's document. */
type Subscribable<Data> = {
  subscribe(observer: {
    readonly next: (tick: { readonly data: Data }) => void;
    readonly error: (error: unknown) => void;
  }): { unsubscribe(): void };
};

/** News through the configured, unmodified `aws-amplify` client. */
export type AmplifySource<Data, State> = {
  /** Of the subscription: by them its acknowledgement is told from those of others. */
  readonly variables: Readonly<Record<string, string>>;
  readonly open: () => Subscribable<Data>;
  /** Null: a tick without its field, as when the server failed over it. */
  readonly stateOf: (data: Data) => State | null;
  /** Asks for what is stored now; may throw what `aws-amplify` throws. */
  readonly ask: () => Promise<State | null>;
  /** What else may pass, besides a network that is away. */
  readonly passing?: readonly string[];
};

/** Asks for what is stored; whatever `aws-amplify` throws is told as a failure, final or passing. */
export async function askAmplify<State>(
  ask: () => Promise<State | null>,
  passing: readonly string[] = [],
): Promise<LiveAnswer<State>> {
  try {
    return { ok: true, state: await ask() };
  } catch (thrown) {
    return { ok: false, error: failureOf(thrown, passing) };
  }
}

function failureOf(thrown: unknown, passing: readonly string[]): WatchFailure {
  const [{ code, message } = { code: 'NETWORK', message: 'No answer came.' }] = clientErrors(thrown);
  return { code, message, isFinal: !PASSING_CODES.has(code) && !passing.includes(code) };
}

/** A feed of one thing; whatever `aws-amplify` throws is told as a failure, final or passing. */
export function createAmplifyFeed<Data, State>({
  variables,
  open,
  stateOf,
  ask,
  passing = [],
}: AmplifySource<Data, State>): LiveFeed<State> {
  return {
    subscribe({ onReady, onNews, onError }) {
      if (!('WebSocket' in globalThis)) {
        onError(NO_WEBSOCKET);
        return () => undefined;
      }
      const stopListening = Hub.listen('api', ({ payload }) => {
        if (payload.event === SUBSCRIPTION_ACK && isAckOf(variables, payload.data)) onReady();
      });
      const subscription = open().subscribe({
        next: ({ data }) => {
          const news = stateOf(data);
          if (news !== null) onNews(news);
        },
        error: (thrown) => onError(failureOf(thrown, passing)),
      });
      return () => {
        stopListening();
        subscription.unsubscribe();
      };
    },
    query: () => askAmplify(ask, passing),
  };
}

function isAckOf(variables: Readonly<Record<string, string>>, data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('variables' in data)) return false;
  const told = data.variables;
  if (typeof told !== 'object' || told === null) return false;
  return Object.entries(variables).every(([name, value]) => Reflect.get(told, name) === value);
}
