import * as z from 'zod';
import type { SignedRequest } from '../domain/api-client/index.ts';
import { BonghwaError } from './errors.ts';
import type { ServerTime } from './server-time.ts';
import type { SignRequest, Unsigned } from './sign-request.ts';

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), errorType: z.string().nullish() })).nullish(),
});

/** Codes that say "later": nothing was decided, or somebody is still at it. */
const LATER: ReadonlySet<string> = new Set(['REQUEST_IN_FLIGHT', 'INTERNAL', 'SENDING_STOPPED']);

/** Where requests go, who signs them by which clock, and how many milliseconds one may take. */
export type PostOptions = {
  readonly url: URL;
  readonly sign: SignRequest;
  readonly timeoutMs: number;
  readonly time: ServerTime;
};

type Answered =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: BonghwaError; readonly isOfTheClock: boolean };

/**
 * Sends one signed request; the value of its only field, or a `BonghwaError`. One that was refused by somebody whose clock
 * shows another time is signed once more by that time, as AWS's SDKs do: nothing was done by the first.
 */
export async function postRequest(options: PostOptions, request: SignedRequest): Promise<unknown> {
  const first = await send(options, request);
  const answer = !first.ok && first.isOfTheClock ? await send(options, request) : first;
  if (!answer.ok) throw answer.error;
  return answer.value;
}

async function send({ url, sign, timeoutMs, time }: PostOptions, request: SignedRequest): Promise<Answered> {
  const body = JSON.stringify(request);
  const at = time.now();
  const signature = await signatureOf(sign, { url, request, body, at });
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signature },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new BonghwaError('UNREACHABLE', `No answer from ${url.host}.`, { cause, mayRepeat: true });
  }
  const isBusy = response.status >= 500 || response.status === 429;
  const answer = answerShape.safeParse(await response.json().catch(() => null));
  const error = answer.success ? answer.data.errors?.[0] : undefined;
  if (error === undefined && response.ok) {
    const value = Object.values(answer.data?.data ?? {})[0];
    if (value !== undefined && value !== null) return { ok: true, value };
    // Somebody in between, such as a proxy with a page of its own.
    const options = { mayRepeat: true };
    const unreadable = new BonghwaError('UNREADABLE_ANSWER', `What ${url.host} answered is not of this API.`, options);
    return { ok: false, error: unreadable, isOfTheClock: false };
  }
  const code = error?.errorType ?? `HTTP_${response.status}`;
  const message = error?.message ?? `${url.host} answered ${response.status}.`;
  const mayBeTheClock = code === 'TOKEN_STALE' || response.status === 401 || response.status === 403;
  return {
    ok: false,
    error: new BonghwaError(code, message, { mayRepeat: isBusy || LATER.has(code) }),
    isOfTheClock: mayBeTheClock && time.learn(response.headers.get('date'), at),
  };
}

/** Credentials that cannot be had say nothing of the server. */
async function signatureOf(sign: SignRequest, unsigned: Unsigned): Promise<Record<string, string>> {
  try {
    return await sign(unsigned);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BonghwaError('NOT_SIGNED', `The request could not be signed: ${reason}`, { cause, mayRepeat: true });
  }
}
