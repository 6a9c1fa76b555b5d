import { isDerivedEndpointId, type Customer, type EndpointChange } from '../../domain/customer/index.ts';
import type { EndpointOwners } from '../address-store.ts';
import type { CustomerStore } from '../ports.ts';
import { changeCustomer } from './change-customer.ts';

type Deps = { readonly customers: CustomerStore; readonly addresses: EndpointOwners };

/** Why what is said of an endpoint is not taken over. */
export const MOVED = 'The endpoint belongs to another customer since a later date than this one.';

function namedIds(endpoints: readonly { readonly id?: string }[]): readonly string[] {
  return endpoints.flatMap(({ id }) => (id === undefined || isDerivedEndpointId(id) ? [] : [id]));
}

/**
 * Which of the endpoints that are said of a customer belong to somebody else since a later date: an old list must not
 * take a device back.
 */
export async function findLost(
  { customers, addresses }: Deps,
  said: readonly { readonly customerId: string; readonly endpoint: EndpointChange }[],
): Promise<ReadonlySet<EndpointChange>> {
  const ids = [...new Set(said.flatMap(({ endpoint }) => namedIds([endpoint])))];
  const owners = ids.length === 0 ? new Map<string, string>() : await addresses.findOwners(ids);
  const others = said.flatMap(({ customerId, endpoint }) => {
    const owner = owners.get(endpoint.id ?? '');
    return owner === undefined || owner === customerId || endpoint.effectiveAt === undefined
      ? []
      : [{ owner, endpoint }];
  });
  if (others.length === 0) return new Set();
  const found = await customers.getMany([...new Set(others.map(({ owner }) => owner))]);
  return new Set(
    others.flatMap(({ owner, endpoint }) => {
      const theirs = found.get(owner)?.value.endpoints.find(({ id }) => id === endpoint.id);
      return theirs !== undefined && theirs.effectiveAt > (endpoint.effectiveAt ?? 0) ? [endpoint] : [];
    }),
  );
}

/**
 * Makes customers who are about to be written the owners of their endpoints, and takes those from whoever had them: one
 * device must not get what is meant for two people. Before they are written: a crash in between leaves nobody with it.
 */
export async function takeEndpoints(
  { customers, addresses }: Deps,
  written: readonly { readonly customer: Customer; readonly said: readonly EndpointChange[] }[],
): Promise<void> {
  const next = new Map(
    written.flatMap(({ customer, said }) =>
      namedIds(said)
        .filter((id) => customer.endpoints.some((endpoint) => endpoint.id === id))
        .map((id) => [id, customer.id] as const),
    ),
  );
  if (next.size === 0) return;
  const owners = await addresses.findOwners([...next.keys()]);
  const taken = [...next].filter(([endpointId, customerId]) => owners.get(endpointId) !== customerId);
  for (const [endpointId] of taken) {
    const owner = owners.get(endpointId);
    if (owner === undefined) continue;
    await changeCustomer(customers, owner, (known) => {
      const kept = known?.endpoints.filter(({ id }) => id !== endpointId) ?? [];
      if (known === undefined || kept.length === known.endpoints.length) return { value: null };
      return { value: null, write: { ...known, endpoints: kept } };
    });
  }
  await addresses.setOwners(new Map(taken));
}
