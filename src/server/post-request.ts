import * as z from 'zod';
import type { SignedRequest } from '../domain/api-client/index.ts';
import { BonghwaError } from './errors.ts';
import type { ServerTime } from './server-time.ts';
import type { SignRequest } from './sign-request.ts';

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
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await sign({ url, request, body, at })) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new BonghwaError('UNREACHABLE', `No answer from ${url.host}.`, { cause, mayRepeat: true });
  }
  const isBusy = response.status >= 500 || response.status === 429;
  const answer = answerShape.safeParse(await response.json().catch(() => null));
  const error = answer.success ? answer.data.errors?.[0] : undefined;
  if (error === undefined && response.ok) return { ok: true, value: Object.values(answer.data?.data ?? {})[0] };
  const code = error?.errorType ?? `HTTP_${response.status}`;
  const message = error?.message ?? `${url.host} answered ${response.status}.`;
  const mayBeTheClock = code === 'TOKEN_STALE' || response.status === 401 || response.status === 403;
  return {
    ok: false,
    error: new BonghwaError(code, message, { mayRepeat: isBusy || LATER.has(code) }),
    isOfTheClock: mayBeTheClock && time.learn(response.headers.get('date'), at),
  };
}
