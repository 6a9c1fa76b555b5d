import type { SendResult } from '../../app/delivery/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';

/**
 * The redirects that say "ask there instead" and so prove that nothing was done. 302 and 303 prove nothing: they are
 * also how a web server ends a POST that it has carried out.
 */
const UNDONE_REDIRECTS = new Set([301, 307, 308]);

/** What an answer proves that is not a success. */
export function classifyWebhookStatus(status: number): SendResult {
  const code = `HTTP_${status}`;
  if (UNDONE_REDIRECTS.has(status)) return { kind: 'NOT_SENT', cause: 'REFUSED', code };
  return classifySendError({ name: code, $metadata: { httpStatusCode: status } });
}

/** What a call proves that had no answer, or not a whole one. `fetch` wraps the reason in an error of its own. */
export function classifyWebhookError(error: unknown): SendResult {
  const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = codeOf(reason);
  // The receiver could not prove who it is: the connection ended before the request was sent.
  if (code !== null && CERTIFICATE.test(code)) return { kind: 'NOT_SENT', cause: 'DENIED', code };
  return classifySendError(reason);
}

const CERTIFICATE = /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/;

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
