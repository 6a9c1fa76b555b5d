import type { MessageClass } from '../../../domain/consent/index.ts';
import {
  addressDigest,
  addressKey,
  comparableAddress,
  withSuppressed,
  type Customer,
} from '../../../domain/customer/index.ts';
import { placeOfEndpoint } from '../../../domain/send-job/index.ts';
import type { AddressStore } from '../../address-store.ts';
import type { Chunk } from '../model/chunk.ts';
import type { PlannedAddresses } from '../plan/planned-addresses.ts';

/** A chunk's recipients as they are now, with what is known of their addresses. */
export type AddressLook = {
  /** In the order of the places: who they are, undefined where nobody is. Whose address is suppressed has opted out there. */
  readonly customers: readonly (Customer | undefined)[];
  /** In the order of the places: where among their endpoints the planned one stands; -1: nowhere any more. */
  readonly endpointPlaces: readonly number[];
  /** In the order of the places: the digest of the address that would be sent to; NaN: there is none. */
  readonly digests: readonly number[];
  /** Places whose address gets the message of this job by somebody else. */
  readonly duplicates: ReadonlySet<number>;
};

/** For which job one looks: who unsubscribed gets its message when it is none of advertising. */
type LookingJob = {
  readonly jobId: string;
  readonly planned: PlannedAddresses;
  readonly messageClass: MessageClass;
};

/**
 * Looks at the addresses of some of a chunk's recipients: one consistent read for all, whoever they belong to. What the
 * plan decided about an address that several customers share stands; an address that changed since the plan is sent to
 * when nobody was planned with it and no other customer has taken it.
 */
export async function lookAtAddresses(
  { addresses }: { readonly addresses: AddressStore },
  { jobId, planned, messageClass }: LookingJob,
  chunk: Chunk,
  places: readonly number[],
  found: ReadonlyMap<string, Customer>,
): Promise<AddressLook> {
  const customers: (Customer | undefined)[] = [];
  const endpointPlaces: number[] = [];
  const keys: string[] = [];
  const withKeys: number[] = [];
  const digests: number[] = [];
  for (let index = 0; index < places.length; index += 1) {
    const recipient = chunk.recipients[places[index] ?? -1];
    const customer = recipient === undefined ? undefined : found.get(recipient.customerId);
    const endpointPlace =
      recipient === undefined || customer === undefined ? -1 : placeOfEndpoint(customer, recipient.endpointId);
    const endpoint = customer?.endpoints[endpointPlace];
    customers.push(customer);
    endpointPlaces.push(endpointPlace);
    if (endpoint === undefined || endpoint.address === '') {
      digests.push(Number.NaN);
      continue;
    }
    const { channelType, address } = endpoint;
    const comparable = comparableAddress(channelType, address);
    keys.push(addressKey(channelType, address, comparable));
    withKeys.push(index);
    digests.push(addressDigest(channelType, address, comparable));
  }
  const [suppressed, elsewhere] = await Promise.all([
    addresses.findSuppressed(keys, messageClass),
    planned.elsewhere(),
  ]);
  const duplicates = new Set<number>();
  for (let at = 0; at < keys.length; at += 1) {
    const index = withKeys[at] ?? -1;
    const place = places[index] ?? -1;
    const digest = digests[index] ?? Number.NaN;
    const key = keys[at] ?? '';
    if (suppressed.size > 0 && suppressed.has(key)) continue;
    const { customerId, addressDigest: before } = chunk.recipients[place] ?? {};
    // Nearly all: nothing is waited for that a hundred others would wait for, too.
    if (before === undefined || before === digest) {
      if (elsewhere.has(digest)) duplicates.add(place);
      continue;
    }
    const address = { key, digest, customerId: customerId ?? '' };
    if (await isTakenSincePlan({ addresses }, { jobId, planned }, chunk, address)) duplicates.add(place);
  }
  return { customers: suppressedOf(customers, suppressed), endpointPlaces, digests, duplicates };
}

async function isTakenSincePlan(
  { addresses }: { readonly addresses: AddressStore },
  { jobId, planned }: { readonly jobId: string; readonly planned: PlannedAddresses },
  chunk: Chunk,
  { key, digest, customerId }: { readonly key: string; readonly digest: number; readonly customerId: string },
): Promise<boolean> {
  // The recipients of a call are one chunk, and its plan keeps nothing else of them.
  if (chunk.recipients.some(({ addressDigest: other }) => other === digest)) return true;
  return (await planned.isPlanned(digest)) || !(await addresses.claim(jobId, key, customerId));
}

function suppressedOf(
  customers: readonly (Customer | undefined)[],
  suppressed: ReadonlySet<string>,
): readonly (Customer | undefined)[] {
  if (suppressed.size === 0) return customers;
  return customers.map((customer) => customer && withSuppressed(customer, suppressed));
}
