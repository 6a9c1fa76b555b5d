import { APP_TOKEN_SCHEME, checkAppToken, checkSends } from '../../domain/api-client/index.ts';
import type { Clock } from '../ports.ts';
import type { ApiClientStore, AppTokenStore, Hash } from './ports.ts';

export type AuthorizeAppDeps = {
  readonly clients: Pick<ApiClientStore, 'get'>;
  readonly appTokens: Pick<AppTokenStore, 'find'>;
  readonly hash: Hash;
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * ALLOWED: it is the app of this customer. REFUSED: the token was good once, so that whoever has it may be told why it is
 * not. UNKNOWN: nobody's token.
 */
export type AppAuthorization =
  | { readonly kind: 'ALLOWED'; readonly customerId: string }
  | { readonly kind: 'REFUSED'; readonly code: string; readonly message: string }
  | { readonly kind: 'UNKNOWN' };

const SCHEME = new RegExp(`^${APP_TOKEN_SCHEME} ([\\w-]{43})$`);

/** Whether a header is of an app at all. */
export function isAppAuthorization(authorization: string): boolean {
  return authorization.startsWith(`${APP_TOKEN_SCHEME} `);
}

/** Decides whose app it is that calls. Which fields it may ask for is the schema's and the resolvers' to say. */
export async function authorizeApp(
  { clients, appTokens, hash, clock }: AuthorizeAppDeps,
  { authorization, query }: { readonly authorization: string; readonly query: string },
): Promise<AppAuthorization> {
  const text = SCHEME.exec(authorization)?.[1];
  const token = text === undefined ? null : await appTokens.find(hash(text));
  if (token === null) return { kind: 'UNKNOWN' };
  const client = (await clients.get(token.clientId))?.value ?? null;
  for (const checked of [checkAppToken(token, client, clock.now()), checkSends(query)]) {
    if (!checked.ok) return { kind: 'REFUSED', ...checked.error };
  }
  return { kind: 'ALLOWED', customerId: token.customerId };
}
