import type { SendResult } from '../../app/delivery/index.ts';

/** Failures that happen before a byte of the request leaves: no name, nobody listening, no credentials to sign with. */
const BEFORE_TRANSMISSION = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CredentialsProviderError',
]);

/** Mistakes in the request itself: sending it again would fail again. */
const REFUSED_STATUS = new Set([400, 405, 413]);

/** The limits of a rate; some services answer them with 400. */
const THROTTLED = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling', 'RequestLimitExceeded']);

/**
 * Answered with 400 (SES v2, and every service that speaks AWS JSON), though nothing is wrong with the request: an
 * account, a permission, an identity or a quota is, and can be put right while the job waits.
 */
const DENIED = new Set([
  'AccessDeniedException',
  'AccountSuspendedException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'LimitExceededException',
  'MailFromDomainNotVerifiedException',
  'MissingAuthenticationTokenException',
  'ResourceNotFoundException',
  'SendingPausedException',
  'ServiceQuotaExceededException',
  'UnrecognizedClientException',
]);

/**
 * What a failed provider call proves. 429 and every other 4xx are answered before anything is sent; a missing
 * permission or application can be put right while the job waits. Time-outs, resets and 5xx prove nothing: the provider
 * may have taken the batch.
 */
export function classifySendError(error: unknown): SendResult {
  const name = textOf(error, 'name') ?? 'Error';
  const code = textOf(error, 'code');
  const status = statusOf(error);
  if (status === 429 || THROTTLED.has(name)) return { kind: 'NOT_SENT', cause: 'THROTTLED', code: name };
  if (status !== undefined && status >= 400 && status < 500 && status !== 408) {
    const isFinal = REFUSED_STATUS.has(status) && !DENIED.has(name);
    return isFinal
      ? { kind: 'NOT_SENT', cause: 'REFUSED', code: name, isWholeCall: true }
      : { kind: 'NOT_SENT', cause: 'DENIED', code: name };
  }
  const reason = status === undefined ? (code ?? name) : name;
  if (status === undefined && BEFORE_TRANSMISSION.has(reason)) {
    return { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: reason };
  }
  return { kind: 'UNKNOWN', code: reason };
}

function textOf(error: unknown, key: 'name' | 'code'): string | undefined {
  if (typeof error !== 'object' || error === null || !(key in error)) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

/** The SDK sets a status of 0 or none when there was no answer at all. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' && metadata.httpStatusCode > 0
    ? metadata.httpStatusCode
    : undefined;
}
