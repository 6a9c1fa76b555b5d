import * as z from 'zod';

/** One message as the reseller takes it. */
export type ResellerMessage = {
  /** Ours: the reseller takes a message of one reference once, however often it is sent, and reports results by it. */
  readonly reference: string;
  readonly to: string;
  readonly kind: 'ALIMTALK' | 'SMS' | 'LMS';
  readonly body: string;
  readonly title?: string;
  readonly isAd: boolean;
  /** Of 알림톡: the reviewed template, and whether the reseller sends an LMS by itself to whom it does not reach. */
  readonly templateCode?: string;
  readonly isResend?: boolean;
};

/** What the reseller said of one message at once. OK: it took it, now or when it was sent before. */
export type ResellerAnswer = { readonly reference: string; readonly code: string };

const answer = z.object({
  results: z.array(z.object({ reference: z.string(), code: z.string() })),
});

export type ResellerSettings = {
  readonly url: string;
  readonly apiKey: string;
  /** A number of the company's that the reseller has registered. */
  readonly senderNumber: string;
  readonly timeoutMs?: number;
};

/** THROTTLED: nothing was taken, and may be later. REFUSED: nothing was taken, and never will be. */
export type CallOutcome =
  | { readonly kind: 'ANSWERED'; readonly answers: ReadonlyMap<string, ResellerAnswer> }
  | { readonly kind: 'THROTTLED' }
  | { readonly kind: 'REFUSED'; readonly code: string }
  | { readonly kind: 'UNKNOWN' };

/** One call of the reseller's HTTP API. */
export async function postMessages(
  { url, apiKey, senderNumber, timeoutMs = 5_000 }: ResellerSettings,
  messages: readonly ResellerMessage[],
): Promise<CallOutcome> {
  try {
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=UTF-8', 'x-api-key': apiKey },
      body: JSON.stringify({ from: senderNumber, messages }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    if (response.status === 429) return { kind: 'THROTTLED' };
    if (response.status >= 400 && response.status < 500) return { kind: 'REFUSED', code: `HTTP_${response.status}` };
    if (!response.ok) return { kind: 'UNKNOWN' };
    const { results } = answer.parse(await response.json());
    return { kind: 'ANSWERED', answers: new Map(results.map((result) => [result.reference, result])) };
  } catch {
    // It may have taken them: the references make asking again harmless.
    return { kind: 'UNKNOWN' };
  }
}
