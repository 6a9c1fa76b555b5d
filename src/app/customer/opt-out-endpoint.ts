import type { Clock, CustomerStore } from '../ports.ts';

const MAX_TRIES = 5;

export type OptOutEndpointCommand = {
  readonly customerId: string;
  readonly endpointId: string;
  /** Only an endpoint that still has this address is opted out: the customer may have a new one since. */
  readonly address: string;
};

export type OptOutOutcome = 'OPTED_OUT' | 'ALREADY' | 'OTHER_ADDRESS' | 'GONE';

/** Ends sending to an address that a provider or its owner said no to. */
export async function optOutEndpoint(
  deps: { readonly customerStore: CustomerStore; readonly clock: Clock },
  { customerId, endpointId, address }: OptOutEndpointCommand,
): Promise<OptOutOutcome> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const stored = (await deps.customerStore.getMany([customerId])).get(customerId);
    const index = stored?.value.endpoints.findIndex(({ id }) => id === endpointId) ?? -1;
    const endpoint = stored?.value.endpoints[index];
    if (stored === undefined || endpoint === undefined) return 'GONE';
    if (endpoint.address !== address) return 'OTHER_ADDRESS';
    if (endpoint.optOut === 'ALL') return 'ALREADY';
    // Effective now: an older export imported later must not opt the address in again.
    const effectiveAt = Math.max(endpoint.effectiveAt, deps.clock.now());
    const endpoints = stored.value.endpoints.with(index, { ...endpoint, optOut: 'ALL', effectiveAt });
    if (await deps.customerStore.put({ ...stored.value, endpoints }, stored.revision)) return 'OPTED_OUT';
  }
  throw new Error(`Customer ${customerId} changed ${MAX_TRIES} times while one endpoint was to be opted out.`);
}
