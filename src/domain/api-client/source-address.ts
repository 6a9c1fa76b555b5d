/**
 * The caller's address out of `x-forwarded-for` as AppSync hands it to an authorizer: its edge appends the address that
 * connected, its own proxy appends the edge's. Whatever a caller wrote into the header itself stands further left and
 * is never looked at. Null when the header is too short to contain it.
 */
export function sourceAddress(forwardedFor: string | undefined): string | null {
  const addresses = (forwardedFor ?? '').split(',').map((address) => address.trim());
  const address = addresses.at(-2);
  return address === undefined || address === '' ? null : address;
}
