import type { Outgoing, SendContext } from '../src/app/delivery/index.ts';
import { newCustomer, newEndpoint } from '../src/domain/customer/index.ts';

/** A message to one address of a customer who has nothing else. */
export function outgoingTo(
  address: string,
  channelType: Outgoing['channelType'],
  message: Outgoing['message'],
  place = 0,
): Outgoing {
  const endpoint = newEndpoint(`endpoint-${address}`, channelType, address);
  const customer = { ...newCustomer(`customer-${address}`), endpoints: [endpoint] };
  return { channelType, address, message, customer, endpoint, ref: { jobId: 'job-1', shard: 2, chunk: 7, place } };
}

export const SEND_CONTEXT: SendContext = {
  jobId: 'job-1',
  campaignId: 'campaign-1',
  launchedAt: Date.UTC(2026, 10, 23, 3),
  collapseId: 'job-1',
  isAdvertising: true,
};
