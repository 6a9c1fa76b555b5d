import type { Outgoing, SendResult, Sender } from '../../app/delivery/index.ts';
import { byWords } from './by-words.ts';
import { channelEvent } from './channel-event.ts';
import { createSenderSecret } from '../aws/sender-secret.ts';
import { classifyWebhookError, classifyWebhookStatus } from './classify-webhook.ts';
import { DEFAULT_APPLICATION_ID, MAX_ENDPOINTS } from './limits.ts';
import { readAnswer } from './read-answer.ts';
import { readBounded } from './read-bounded.ts';
import { signWebhookBody } from './webhook-signature.ts';
import { webhookUrl } from './webhook-url.ts';
import { withoutRepeated } from './without-repeated.ts';

export type WebhookChannelOptions = {
  /** https; http only to this machine itself. */
  readonly url: string;
  /** Signs every call, see `signWebhookBody`; a function is asked when a secret is first needed, and until there is one. */
  readonly secret: string | (() => Promise<string>);
  /** Told to the receiver as `ApplicationId`. */
  readonly applicationId?: string;
  /** Until the whole answer is there. */
  readonly timeoutMs?: number;
  /** Milliseconds since the epoch, for the signature. */
  readonly now?: () => number;
};

type Settings = { readonly url: URL; readonly timeoutMs: number; readonly now: () => number };

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Hands messages to a web service of the company's own by a signed POST. */
export function createWebhookChannel(options: WebhookChannelOptions): Sender {
  const { secret, timeoutMs = TIMEOUT_MS, now = Date.now, applicationId = DEFAULT_APPLICATION_ID } = options;
  if (secret === '') throw new TypeError('A webhook needs a secret: an unsigned call could be anybody’s.');
  const settings = { url: webhookUrl(options.url), timeoutMs, now };
  const known = createSenderSecret(secret, 'CHANNEL_SECRET');
  return {
    maxBatch: MAX_ENDPOINTS,
    prepare: known.prepare,
    send: async (batch, context) => {
      const found = await known.get();
      if ('missing' in found) return batch.map(() => found.missing);
      return withoutRepeated(batch, (distinct) =>
        byWords(distinct, (messages) => {
          const body = JSON.stringify(channelEvent(messages, context, applicationId));
          return post(settings, found.secret, body, messages);
        }),
      );
    },
  };
}

async function post(
  settings: Settings,
  secret: string,
  body: string,
  messages: readonly Outgoing[],
): Promise<readonly SendResult[]> {
  const all = (result: SendResult): SendResult[] => messages.map(() => result);
  try {
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-bonghwa-signature': signWebhookBody(secret, body, settings.now()),
      },
      body,
      // A redirect would take customers' data to where nobody has configured it to go.
      redirect: 'manual',
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    if (!response.ok) {
      // Unread, it would keep the connection busy; what becomes of it changes nothing about the answer.
      response.body?.cancel().catch(() => undefined);
      return all(classifyWebhookStatus(response.status));
    }
    const answer = await readBounded(response.body, MAX_ANSWER_BYTES);
    return answer === null ? all({ kind: 'UNKNOWN', code: 'ANSWER_TOO_LARGE' }) : readAnswer(messages, answer);
  } catch (error) {
    return all(classifyWebhookError(error));
  }
}
