import {
  checkCaller,
  checkClaims,
  checkSends,
  signedText,
  sourceAddress,
  TOKEN_SCHEME,
  type ApiClient,
  type SignedRequest,
} from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { AuditLog } from '../audit/index.ts';
import type { Clock, Ids } from '../ports.ts';
import type { ApiClientStore, Hash, NonceStore, TokenVerifier } from './ports.ts';

export type AuthorizeRequestDeps = {
  readonly clients: ApiClientStore;
  readonly tokens: TokenVerifier;
  readonly nonces: NonceStore;
  readonly audit: AuditLog;
  readonly hash: Hash;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type RequestToAuthorize = {
  /** The whole header: scheme word and token. */
  readonly authorization: string;
  readonly forwardedFor: string | undefined;
  readonly request: SignedRequest;
};

/**
 * ALLOWED: it is this client, from where it may call, and the request is the one it signed, for the first time.
 * REFUSED: a key of the client signed the token, so that it may be told why the request is refused.
 * UNKNOWN: nobody's signature; whoever it is learns nothing.
 */
export type RequestAuthorization =
  | {
      readonly kind: 'ALLOWED';
      readonly client: ApiClient;
      /** The key of the client that signed. */
      readonly keyId: string;
      readonly sourceIp: string;
    }
  | { readonly kind: 'REFUSED'; readonly clientId: string; readonly code: string; readonly message: string }
  | { readonly kind: 'UNKNOWN' };

/** A nonce is remembered a little longer than its token could be used. */
const NONCE_MARGIN_MS = 60_000;

const SCHEME = new RegExp(`^${TOKEN_SCHEME} ([\\w-]+\\.[\\w-]+\\.[\\w-]+)$`);
const UNKNOWN: RequestAuthorization = { kind: 'UNKNOWN' };

/** Decides whether a signed request may be carried out. The nonce is used up last, and only by a request that is fine. */
export async function authorizeRequest(
  deps: AuthorizeRequestDeps,
  { authorization, forwardedFor, request }: RequestToAuthorize,
): Promise<RequestAuthorization> {
  const token = SCHEME.exec(authorization)?.[1];
  const unverified = token === undefined ? null : deps.tokens.read(token);
  if (token === undefined || unverified === null) return UNKNOWN;
  const client = (await deps.clients.get(unverified.clientId))?.value;
  const key = client?.keys.find(({ id }) => id === unverified.keyId);
  if (client === undefined || key === undefined) return UNKNOWN;
  const claims = await deps.tokens.verify(token, client.id, key);
  if (claims?.iss !== client.id) return UNKNOWN;

  const sourceIp = sourceAddress(forwardedFor);
  const checks: (() => { readonly ok: true } | Refused | Promise<{ readonly ok: true } | Refused>)[] = [
    () => checkCaller(client, sourceIp),
    () => checkClaims(claims, { hash: deps.hash(signedText(request)), now: deps.clock.now() }),
    () => checkSends(request.query),
    () => useNonce(deps, client.id, claims),
  ];
  for (const check of checks) {
    const checked = await check();
    if (checked.ok) continue;
    const { code, message } = checked.error;
    await deps.audit.append({
      id: deps.ids.next(),
      at: deps.clock.now(),
      actor: `client:${client.id}`,
      action: 'authorize',
      outcome: code,
      ...(sourceIp === null ? {} : { sourceIp }),
    });
    return { kind: 'REFUSED', clientId: client.id, code, message };
  }
  return { kind: 'ALLOWED', client, keyId: key.id, sourceIp: sourceIp ?? '' };
}

async function useNonce(
  { nonces }: AuthorizeRequestDeps,
  clientId: string,
  { jti, exp }: { readonly jti: string; readonly exp: number },
): Promise<{ readonly ok: true } | Refused<'REQUEST_REPLAYED'>> {
  return (await nonces.use(clientId, jti, exp * 1000 + NONCE_MARGIN_MS))
    ? { ok: true }
    : refuse('REQUEST_REPLAYED', 'This request token was used before. Sign every request anew, with its own jti.');
}
