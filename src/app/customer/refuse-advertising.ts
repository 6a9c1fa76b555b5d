import { mergeConsent } from '../../domain/consent/index.ts';
import { addressKey, type Channel } from '../../domain/customer/index.ts';
import type { AddressStore } from '../address-store.ts';
import type { Clock, CustomerStore } from '../ports.ts';
import { agreeOnMoment } from './agree-on-moment.ts';
import { changeCustomer } from './change-customer.ts';
import { writeDecisions, type ConsentLedger } from './consent-ledger.ts';

export type RefuseAdvertisingDeps = {
  readonly customerStore: CustomerStore;
  readonly addresses: AddressStore;
  readonly ledger: ConsentLedger;
  readonly clock: Clock;
};

export type RefuseAdvertisingCommand = {
  readonly customerId: string;
  readonly endpointId: string;
  readonly channel: Channel;
  /** To which the message went that is answered so. */
  readonly address: string;
  /** When it was said, in milliseconds since the epoch; absent: now. */
  readonly at?: number;
  /** By what it was said. */
  readonly source: string;
  /** The person was shown at once what became of it, so that no notice is due. */
  readonly isTold?: boolean;
};

/**
 * Ends advertising on a channel to somebody who said no to it, and to their address, whoever else has it. What is no
 * advertising still goes: codes, receipts, notices. Said again it changes nothing.
 */
export async function refuseAdvertising(
  deps: RefuseAdvertisingDeps,
  { customerId, endpointId, channel, address, at, source, isTold = false }: RefuseAdvertisingCommand,
): Promise<'REFUSED' | 'ALREADY' | 'GONE'> {
  const now = deps.clock.now();
  const saidAt = Math.min(at ?? now, now);
  const stored = (await deps.customerStore.getMany([customerId])).get(customerId)?.value;
  // A custom channel reaches addresses of other channels: a phone number stays one.
  const type = stored?.endpoints.find(({ id }) => id === endpointId)?.channelType ?? channel;
  await deps.addresses.suppress([{ key: addressKey(type, address), cause: 'UNSUBSCRIBED', at: saidAt }]);
  return changeCustomer(deps.customerStore, customerId, async (known) => {
    if (known === undefined) return { value: 'GONE' };
    if (known.consent[channel]?.ad?.state === 'WITHDRAWN') return { value: 'ALREADY' };
    const withdrawal = { customerId, channel, kind: 'AD', source, at: saidAt } as const;
    // Another function's clock may be a little ahead of this one's.
    const said = Math.min(await agreeOnMoment(deps.ledger, known.consent, withdrawal), now);
    const refusal = { state: 'WITHDRAWN', at: said, source, ...(isTold ? { noticedAt: now } : {}) } as const;
    const heard = { [channel]: { ad: refusal } };
    const consent = mergeConsent(known.consent, heard, now);
    const counts = consent[channel]?.ad;
    if (counts?.at !== said || counts.source !== source) return { value: 'ALREADY' };
    await writeDecisions(
      deps.ledger,
      { customerId, recordedAt: now, by: 'link' },
      { before: known.consent, after: consent, heard: [heard] },
    );
    return { value: 'REFUSED', write: { ...known, consent } };
  });
}
