import type { AuthRequest } from './contract.ts';

/**
 * Where a call comes from, as AppSync's `identity.sourceIp` says it: whatever the caller wrote into `x-forwarded-for`,
 * and last the address that the edge saw. Only the last is worth anything.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
 */
export function sourceAddresses({ headers, sourceIp }: Pick<AuthRequest, 'headers' | 'sourceIp'>): string[] {
  const listed = (headers['x-forwarded-for'] ?? '').split(',').map((address) => address.trim());
  // The gate has appended two: the caller's address, and its own.
  return [...listed.slice(0, -2).filter((address) => address !== ''), sourceIp];
}
