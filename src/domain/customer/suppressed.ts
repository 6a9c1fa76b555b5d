import { addressKey } from './address.ts';
import { channelOf, type Channel } from './channel.ts';
import type { Customer, Endpoint } from './customer.ts';

/** The keys of the addresses by which a channel could reach a customer. */
export function addressKeysOn({ endpoints }: Customer, channel: Channel): readonly string[] {
  return endpoints.flatMap(({ channelType, address, status, optOut }) =>
    address === '' || status !== 'ACTIVE' || optOut === 'ALL' || channelOf(channelType) !== channel
      ? []
      : [addressKey(channelType, address)],
  );
}

/**
 * The customer as it is to be decided: whose address is suppressed has opted out there, whoever it was that said so.
 */
export function withSuppressed(customer: Customer, suppressed: ReadonlySet<string>): Customer {
  if (suppressed.size === 0) return customer;
  let isChanged = false;
  const endpoints = customer.endpoints.map((endpoint): Endpoint => {
    if (endpoint.optOut === 'ALL' || !suppressed.has(addressKey(endpoint.channelType, endpoint.address)))
      return endpoint;
    isChanged = true;
    return { ...endpoint, optOut: 'ALL' };
  });
  return isChanged ? { ...customer, endpoints } : customer;
}

/** What a change of a customer says of addresses; times are milliseconds since the epoch. */
export type AddressDecisions = {
  readonly suppressed: readonly { readonly key: string; readonly at: number }[];
  readonly released: readonly { readonly key: string; readonly at: number }[];
};

/**
 * The addresses that a change of a customer opts out, and those whose opt-out it lifts: an endpoint that was opted out
 * and is so no longer, at the same address. That an endpoint is opted in which never was out says nothing of what
 * somebody else with the same address decided.
 */
export function addressDecisions(before: Customer | undefined, after: Customer): AddressDecisions {
  const suppressed: { key: string; at: number }[] = [];
  const released: { key: string; at: number }[] = [];
  for (const { id, channelType, address, optOut, effectiveAt } of after.endpoints) {
    if (address === '') continue;
    const known = before?.endpoints.find((endpoint) => endpoint.id === id);
    const wasOut = known?.optOut === 'ALL';
    if (optOut === 'NONE' && !wasOut) continue;
    const key = addressKey(channelType, address);
    const isSame = known !== undefined && addressKey(known.channelType, known.address) === key;
    if (optOut === 'ALL' && !(wasOut && isSame)) suppressed.push({ key, at: effectiveAt });
    else if (optOut === 'NONE' && isSame) released.push({ key, at: effectiveAt });
  }
  return { suppressed, released };
}
