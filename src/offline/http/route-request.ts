/** Where a request goes. One port serves GraphQL, AWS services, and the sandbox's own pages. */
export type Route =
  | { readonly kind: 'graphql' }
  | { readonly kind: 'control'; readonly name: string }
  | { readonly kind: 'page'; readonly name: string }
  | { readonly kind: 'jwks'; readonly userPoolId: string }
  | { readonly kind: 'aws'; readonly service: string; readonly signed: boolean }
  | { readonly kind: 'function-url'; readonly id: string; readonly path: string }
  | { readonly kind: 'preflight' }
  | { readonly kind: 'not-found' };

const UNSIGNED_TARGETS: readonly (readonly [string, string])[] = [
  ['AWSCognitoIdentityProviderService.', 'cognito-idp'],
  ['AWSCognitoIdentityService.', 'cognito-identity'],
];
const SIGNED_HEADER = /^AWS4-HMAC-SHA256\s.*?Credential=[^/,\s]+\/[^/,\s]*\/[^/,\s]*\/([^/,\s]+)\/aws4_request/;

/** Decides by path and headers alone, before the body is read. */
export function routeRequest(
  method: string,
  path: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): Route {
  if (path === '/graphql') return { kind: 'graphql' };
  // Before the services: who calls a function's URL may sign as well.
  const url = /^\/_url\/([a-z0-9]+)(\/.*)?$/.exec(path);
  if (url !== null) return { kind: 'function-url', id: url[1] ?? '', path: url[2] ?? '/' };
  const service =
    SIGNED_HEADER.exec(headers['authorization'] ?? '')?.[1] ?? scopeService(query.get('X-Amz-Credential'));
  if (service !== undefined) return { kind: 'aws', service, signed: true };
  const control = /^\/_sandbox\/(.+)$/.exec(path)?.[1];
  if (control !== undefined) return { kind: 'control', name: control };
  if (path === '/' && method === 'GET') return { kind: 'page', name: '' };
  const page = /^\/_bonghwa(?:\/(.*))?$/.exec(path);
  if (page !== null) return { kind: 'page', name: page[1] ?? '' };
  const target = headers['x-amz-target'] ?? '';
  const unsigned = UNSIGNED_TARGETS.find(([prefix]) => target.startsWith(prefix));
  if (unsigned !== undefined) return { kind: 'aws', service: unsigned[1], signed: false };
  const userPoolId = /^\/([^/]+)\/\.well-known\/jwks\.json$/.exec(path)?.[1];
  if (userPoolId !== undefined) return { kind: 'jwks', userPoolId };
  if (method === 'OPTIONS') return { kind: 'preflight' };
  return { kind: 'not-found' };
}

function scopeService(credential: string | null): string | undefined {
  return credential?.split('/')[3];
}
