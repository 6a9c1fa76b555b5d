import { z } from 'zod';
import type { SignedRequest } from '../domain/api-client/index.ts';
import { BonghwaError } from './errors.ts';
import type { SignRequest } from './sign-request.ts';

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), errorType: z.string().nullish() })).nullish(),
});

/** Codes that say "later": nothing was decided, or somebody is still at it. */
const LATER: ReadonlySet<string> = new Set(['REQUEST_IN_FLIGHT', 'INTERNAL', 'SENDING_STOPPED']);

/** Sends one signed request; the value of its only field, or a `BonghwaError`. */
export async function postRequest(
  { url, sign, timeoutMs }: { readonly url: URL; readonly sign: SignRequest; readonly timeoutMs: number },
  request: SignedRequest,
): Promise<unknown> {
  const body = JSON.stringify(request);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await sign(url, request, body)) },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new BonghwaError('UNREACHABLE', `No answer from ${url.host}.`, { cause, mayRepeat: true });
  }
  const isBusy = response.status >= 500 || response.status === 429;
  const answer = answerShape.safeParse(await response.json().catch(() => null));
  const error = answer.success ? answer.data.errors?.[0] : undefined;
  if (error !== undefined || !response.ok) {
    const code = error?.errorType ?? `HTTP_${response.status}`;
    const message = error?.message ?? `${url.host} answered ${response.status}.`;
    throw new BonghwaError(code, message, { mayRepeat: isBusy || LATER.has(code) });
  }
  return Object.values(answer.data?.data ?? {})[0];
}
