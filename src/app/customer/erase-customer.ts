import { addressDecisions, heldAddressKeys } from '../../domain/customer/index.ts';
import type { Refused } from '../../domain/result.ts';
import type { AddressStore } from '../address-store.ts';
import { sha256 } from '../../standards/sha256.ts';
import type { EventStore } from '../event/index.ts';
import type { CustomerKeys } from '../lake/index.ts';
import { waitOutLooks } from '../last-look.ts';
import type { Actor, Clock, CustomerStore, ErasureStore } from '../ports.ts';

export type EraseCustomerCommand = { readonly actor: Actor; readonly customerId: string };

/**
 * Forgets a person (GDPR art. 17, 개인정보보호법 §36). The row with everything known of them and their events go at once. What remains:
 * a digest of their id with the time, so that older exports do not bring them back; digests of the addresses they opted
 * out, so that nobody else sends there either; in records of past jobs and of frequency caps their customer and endpoint
 * ids and short digests of addresses, of campaigns for good and of direct sends for as long as their records are kept; and
 * what calls said for them (words, substitutions), or to their address without naming them, until a day after that call
 * may be sent (`contentsUntil`; a week without another time). What the lake of reports has stands under a random key that leads to nobody any more. Backups (35 days) and the audit log, which has their id when somebody exported or erased
 * them, are as they were. Erasing again, or somebody unknown, leaves the same mark.
 */
export async function eraseCustomer(
  deps: {
    readonly customers: CustomerStore;
    readonly addresses: AddressStore;
    readonly erasures: ErasureStore;
    readonly events: Pick<EventStore, 'forget'>;
    readonly keys: Pick<CustomerKeys, 'forget'>;
    readonly clock: Clock;
  },
  { customerId }: EraseCustomerCommand,
): Promise<{ readonly ok: true; readonly existed: boolean; readonly erasedAt: number } | Refused> {
  const erasedAt = deps.clock.now();
  // First the mark: an import that runs meanwhile must not write the customer again after the row has gone.
  await deps.erasures.put(customerId, erasedAt);
  const known = (await deps.customers.getMany([customerId])).get(customerId)?.value;
  const { suppressed } = known === undefined ? { suppressed: [] } : addressDecisions(undefined, known);
  if (suppressed.length > 0) await deps.addresses.suppress(suppressed.map((one) => ({ ...one, cause: 'OPT_OUT' })));
  const named = known?.endpoints.map(({ id }) => id) ?? [];
  const owned = [...(await deps.addresses.findOwners(named))].filter(([, owner]) => owner === customerId);
  await deps.addresses.setOwners(new Map(owned.map(([id]) => [id, null])));
  if (known !== undefined) await deps.addresses.forgetHolder(customerId, [...heldAddressKeys(known)]);
  const existed = await deps.customers.remove(customerId);
  // After the row: whoever records an event from now on finds nobody.
  await deps.events.forget(customerId);
  // What the lake has of them is nobody's from now on.
  await deps.keys.forget(sha256(customerId, 'hex'), erasedAt);
  // A job that is sending may have looked at them a moment ago: whatever it does about it has begun when this is over.
  await waitOutLooks(deps.clock);
  return { ok: true, existed, erasedAt };
}
