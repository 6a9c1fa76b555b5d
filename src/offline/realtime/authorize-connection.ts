import type { AuthOutcome, Authenticate } from '../auth/contract.ts';
import type { ConnectionError } from './messages.ts';
import { readAuthorizationHeaders } from './messages.ts';

export const SUBPROTOCOL = 'graphql-ws';
const HEADER_PREFIX = 'header-';

export interface ConnectionHeaders {
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Did the client send anything at all? */
  readonly present: boolean;
}

/** Finds the authorization headers of a connection: in the subprotocol, or in the query string as older clients send them. */
export function connectionHeaders(subprotocols: readonly string[], query: URLSearchParams): ConnectionHeaders {
  const encoded =
    subprotocols.find((name) => name.startsWith(HEADER_PREFIX))?.slice(HEADER_PREFIX.length) ?? query.get('header');
  if (encoded == null || encoded === '') return { headers: undefined, present: false };
  // `+` of plain base64 arrives as a space when the client did not escape it.
  return { headers: readAuthorizationHeaders(encoded.replaceAll(' ', '+')), present: true };
}

/** Verifies who connects. IAM callers sign `{}` posted to `<path>/connect`. */
export async function authorizeConnection(
  { headers, present }: ConnectionHeaders,
  authenticate: Authenticate,
  path: string,
  { sourceIp, forwarded }: { readonly sourceIp: string; readonly forwarded: Readonly<Record<string, string>> },
): Promise<ConnectionError | undefined> {
  if (headers === undefined) {
    const message = present ? 'The authorization header is not base64-encoded JSON.' : 'Required headers are missing.';
    return { errorType: 'BadRequestException', message, errorCode: 400 };
  }
  const request = {
    method: 'POST',
    path: `${path}/connect`,
    headers: { ...headers, ...forwarded },
    body: '{}',
    sourceIp,
  };
  const outcome = await authenticate(request);
  return outcome.ok ? undefined : toConnectionError(outcome);
}

function toConnectionError(outcome: Extract<AuthOutcome, { ok: false }>): ConnectionError {
  return { errorType: outcome.errorType, message: outcome.message, errorCode: outcome.status };
}
