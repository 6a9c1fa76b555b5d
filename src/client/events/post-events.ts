import { inTime, type Timers } from '../timers.ts';
import { isRecord, textOf, type QueuedEvent } from './queued-event.ts';

/** What an app speaks for its customer with: a token that its server has got (`issueAppToken`), or one of the user pool. */
export type EventCredential = { readonly appToken: string } | { readonly userToken: string };

/** What became of one event. */
export interface PostedOutcome {
  readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly code: string | null;
  readonly message: string | null;
}

/**
 * ANSWERED: each event has its outcome, in their order. REFUSED: none was looked at, for the reason of the code. NO_ANSWER:
 * nobody knows what became of them, and they are sent again.
 */
export type Posted =
  | { readonly kind: 'ANSWERED'; readonly outcomes: readonly PostedOutcome[] }
  | { readonly kind: 'REFUSED'; readonly code: string }
  | { readonly kind: 'NO_ANSWER' };

const RECORD_EVENTS =
  'mutation RecordEvents($events: [AWSJSON!]!) { recordEvents(events: $events) { place outcome code message } }';

/** The body of a request; `sentAt` is of this try, by which a wrong clock is noticed. */
export function bodyOf(events: readonly QueuedEvent[], sentAt: number): string {
  const texts = events.map((event) => `${textOf(event).slice(0, -1)},"sentAt":${sentAt}}`);
  return JSON.stringify({ query: RECORD_EVENTS, variables: { events: texts } });
}

/** Where events are sent, and by what. */
export interface EventTarget {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly timers: Timers;
}

/** A phone between two networks may get no answer and no error: what waits must not wait for that one. */
export const ANSWER_WITHIN_MS = 30_000;

/** Sends events. Never rejects. `isLast`: the page is going away, and the request is to outlive it. */
export async function postEvents(
  { url, fetch: send, timers }: EventTarget,
  credential: EventCredential,
  { body, count, isLast = false }: { readonly body: string; readonly count: number; readonly isLast?: boolean },
): Promise<Posted> {
  const authorization = 'appToken' in credential ? `BonghwaApp ${credential.appToken}` : credential.userToken;
  try {
    const asked = send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
      ...(isLast ? { keepalive: true } : {}),
    }).then(async (response) => {
      const answer: unknown = await response.json();
      return readAnswer(response.status, answer, count);
    });
    return await inTime(timers, ANSWER_WITHIN_MS, asked);
  } catch {
    return { kind: 'NO_ANSWER' };
  }
}

function readAnswer(status: number, answer: unknown, count: number): Posted {
  if (!isRecord(answer)) return { kind: 'NO_ANSWER' };
  if (status === 401) return { kind: 'REFUSED', code: 'Unauthorized' };
  const { data, errors } = answer;
  const rows = isRecord(data) ? data['recordEvents'] : undefined;
  if (Array.isArray(rows) && rows.length === count) {
    const outcomes = rows.map(outcomeOf);
    if (outcomes.every((one) => one !== null)) return { kind: 'ANSWERED', outcomes };
  }
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const code = isRecord(first) ? first['errorType'] : undefined;
  return typeof code === 'string' ? { kind: 'REFUSED', code } : { kind: 'NO_ANSWER' };
}

function outcomeOf(row: unknown): PostedOutcome | null {
  if (!isRecord(row)) return null;
  const { outcome, code, message } = row;
  if (outcome !== 'ACCEPTED' && outcome !== 'DUPLICATE' && outcome !== 'REJECTED') return null;
  return {
    outcome,
    code: typeof code === 'string' ? code : null,
    message: typeof message === 'string' ? message : null,
  };
}
