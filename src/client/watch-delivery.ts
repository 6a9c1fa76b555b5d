import { generateClient } from 'aws-amplify/api';
import { createAmplifyFeed } from './amplify-feed.ts';
import type { ClientError } from './client-error.ts';
import { followLive, type LiveRules } from './follow-live.ts';
import { explainRecipient } from './generated/queries.ts';
import { onDelivery } from './generated/subscriptions.ts';
import type { OnDeliverySubscription, RecipientStatus } from './generated/types.ts';
import type { LiveFeed } from './live-feed.ts';
import { SYSTEM_TIMERS } from './timers.ts';
import { createWatch, type Watch } from './watch.ts';
import { WatchError } from './watch-error.ts';

/** Where one customer's message stands. */
export type DeliveryStatus = { readonly status: RecipientStatus; readonly code: string | null };

/**
 * Whom to watch of which job. A network that is away is waited for; what waiting does not change is thrown as a
 * `WatchError`, and `onError` hears it, once and last: codes such as `TOO_MANY_WATCHES` (100 customers of a job are followed
 * already today), `NOT_FOUND` (there is no such job) or `NO_WEBSOCKET`.
 */
export type WatchDeliveryOptions = {
  readonly jobId: string;
  readonly customerId: string;
  /** Told the present status first, then every other one as it comes. */
  readonly onStatus?: (status: DeliveryStatus) => void;
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  readonly onError?: (error: ClientError) => void;
};

/** `at`: when it was pushed; null of what was asked for. */
type Heard = DeliveryStatus & { readonly at: string | null };

/** The engine looks for new watchers once a second: what it recorded just before is asked for. */
const SOON_MS = 3_000;
const QUIET_MS = 30_000;

const RULES: LiveRules<Heard> = {
  merge: (known, heard) => {
    if (known === null) return heard;
    if (heard.at !== null && known.at !== null && heard.at < known.at) return null;
    return known.status === heard.status && known.code === heard.code ? null : { ...heard, at: heard.at ?? known.at };
  },
  // A message that is delivered may still be opened: whoever watches decides when it is enough.
  isOver: () => false,
  whenMissing: () => null,
  quietMs: (asked) => (asked < 2 ? SOON_MS : QUIET_MS),
};

/**
 * Watches one customer of one job live, until it is cancelled: a message that is delivered may still be opened.
 *
 * @example
 * for await (const { status } of watchDelivery({ jobId, customerId })) if (status === 'DELIVERED') break;
 */
export function watchDelivery(options: WatchDeliveryOptions): Watch<DeliveryStatus> {
  const { jobId, customerId, onStatus, onError, signal } = options;
  return createWatch<DeliveryStatus>(
    {
      follow: ({ onNews, onEnd }) =>
        followLive(feedOf(jobId, customerId), RULES, SYSTEM_TIMERS, {
          onNews: ({ status, code }) => onNews({ status, code }),
          onEnd,
        }),
      errorOf: (failure) => new WatchError(`customer ${customerId} of job ${jobId}`, failure),
    },
    { signal, onNews: onStatus, onError },
  );
}

function feedOf(jobId: string, customerId: string): LiveFeed<Heard> {
  const client = generateClient();
  const variables = { jobId, customerId };
  let pushed: Heard | null = null;
  return createAmplifyFeed({
    variables,
    open: () => client.graphql({ query: onDelivery, variables }),
    stateOf: ({ onDelivery: tick }: OnDeliverySubscription) => {
      if (tick == null) return null;
      pushed = { status: tick.status, code: tick.code ?? null, at: tick.at };
      return pushed;
    },
    ask: async () => {
      const before = pushed;
      const { data } = await client.graphql({ query: explainRecipient, variables });
      // What was pushed while the question was under way is newer than its answer.
      if (pushed !== before) return pushed;
      const answer = data.explainRecipient;
      return answer?.status == null ? null : { status: answer.status, code: answer.code ?? null, at: null };
    },
  });
}
