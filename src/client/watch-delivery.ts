import { generateClient } from 'aws-amplify/api';
import { clientErrors, type ClientError } from './client-error.ts';
import { explainRecipient } from './generated/queries.ts';
import { onDelivery } from './generated/subscriptions.ts';
import type { RecipientStatus } from './generated/types.ts';

/** Where one customer's message stands. */
export type DeliveryStatus = { readonly status: RecipientStatus; readonly code: string | null };

/**
 * Whom to watch of which job, and who is told. `onError` hears codes such as `TOO_MANY_WATCHES` (100 customers of a job
 * are followed already today) or `NOT_FOUND` (there is no such job); without it errors are passed over.
 */
export type WatchDeliveryOptions = {
  readonly jobId: string;
  readonly customerId: string;
  /** Told the present status first, then every other one as it comes. */
  readonly onStatus: (status: DeliveryStatus) => void;
  readonly onError?: (error: ClientError) => void;
};

/** The engine looks for new watchers once a second: what it recorded just before is asked for. */
const ASK_AFTER_MS = [0, 3_000];

/**
 * Watches one customer of one job live; returns what ends it.
 *
 * @example
 * const stop = watchDelivery({ jobId, customerId, onStatus: ({ status }) => console.log(status) });
 */
export function watchDelivery({ jobId, customerId, onStatus, onError }: WatchDeliveryOptions): () => void {
  const client = generateClient();
  const report = (error: unknown): void => {
    for (const each of clientErrors(error)) onError?.(each);
  };
  let shown: DeliveryStatus | null = null;
  let heard = 0;
  let heardAt = '';
  const show = (status: RecipientStatus, code: string | null): void => {
    if (shown?.status === status && shown.code === code) return;
    shown = { status, code };
    onStatus(shown);
  };
  const subscription = client.graphql({ query: onDelivery, variables: { jobId, customerId } }).subscribe({
    next: ({ data }) => {
      const { status, code = null, at } = data.onDelivery;
      if (at < heardAt) return;
      heardAt = at;
      heard += 1;
      show(status, code);
    },
    error: report,
  });
  const ask = async (): Promise<void> => {
    const before = heard;
    try {
      const { data } = await client.graphql({ query: explainRecipient, variables: { jobId, customerId } });
      const answer = data.explainRecipient;
      // What was pushed while the question was under way is newer than its answer.
      if (heard === before && answer?.status != null) show(answer.status, answer.code ?? null);
    } catch (error) {
      report(error);
    }
  };
  const timers = ASK_AFTER_MS.map((milliseconds) => setTimeout(() => void ask(), milliseconds));
  return () => {
    for (const timer of timers) clearTimeout(timer);
    subscription.unsubscribe();
  };
}
