import { addressKey, type Channel } from '../../domain/customer/index.ts';
import type { AddressStore, SuppressionCause } from '../address-store.ts';
import type { Clock, CustomerStore } from '../ports.ts';

const MAX_TRIES = 5;

export type OptOutEndpointCommand = {
  readonly customerId: string;
  readonly endpointId: string;
  /** Only an endpoint that still has this address is opted out: the customer may have a new one since. */
  readonly address: string;
  readonly channel: Channel;
  readonly cause: SuppressionCause;
  /** When it was said, in milliseconds since the epoch; absent: now. */
  readonly at?: number;
};

export type OptOutOutcome = 'OPTED_OUT' | 'ALREADY' | 'OTHER_ADDRESS' | 'GONE';

/**
 * Ends sending to an address that a provider or its owner said no to: for everybody who has it, and visibly on the
 * endpoint by which it was reached. The address is suppressed also when that endpoint is gone, or was none (a bare
 * address of a call).
 */
export async function optOutEndpoint(
  deps: { readonly customerStore: CustomerStore; readonly addresses: AddressStore; readonly clock: Clock },
  { customerId, endpointId, address, channel, cause, at }: OptOutEndpointCommand,
): Promise<OptOutOutcome> {
  // Addresses are compared by channel, and the name of each is a type of its own.
  let key = addressKey(channel, address);
  let isSuppressed = false;
  const suppress = async (): Promise<void> => {
    if (!isSuppressed) await deps.addresses.suppress([{ key, cause, at: at ?? deps.clock.now() }]);
    isSuppressed = true;
  };
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const stored = (await deps.customerStore.getMany([customerId])).get(customerId);
    const index = stored?.value.endpoints.findIndex(({ id }) => id === endpointId) ?? -1;
    const endpoint = stored?.value.endpoints[index];
    if (stored === undefined || endpoint === undefined) {
      await suppress();
      return 'GONE';
    }
    // A custom channel reaches addresses of other channels: a phone number stays one.
    const own = addressKey(endpoint.channelType, endpoint.address);
    if (own === addressKey(endpoint.channelType, address)) key = own;
    await suppress();
    if (own !== key) return 'OTHER_ADDRESS';
    if (endpoint.optOut === 'ALL') return 'ALREADY';
    // Effective now: an older export imported later must not opt the address in again.
    const effectiveAt = Math.max(endpoint.effectiveAt, deps.clock.now());
    const endpoints = stored.value.endpoints.with(index, { ...endpoint, optOut: 'ALL', effectiveAt });
    if (await deps.customerStore.put({ ...stored.value, endpoints }, stored.revision)) return 'OPTED_OUT';
  }
  throw new Error(`Customer ${customerId} changed ${MAX_TRIES} times while one endpoint was to be opted out.`);
}
