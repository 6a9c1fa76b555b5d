import { channelOf, type Channel } from '../customer/channel.ts';
import type { Customer, Endpoint } from '../customer/customer.ts';

/** Whether something can be sent to an endpoint at all: it is active, not opted out, and has an address. */
function isSendable(endpoint: Endpoint): boolean {
  return endpoint.status === 'ACTIVE' && endpoint.optOut === 'NONE' && endpoint.address !== '';
}

/** Whether something can be sent to a customer on a channel, consent and hours aside. */
export function isReachable(customer: Customer, channel: Channel): boolean {
  for (const endpoint of customer.endpoints) {
    if (channelOf(endpoint.channelType) === channel && isSendable(endpoint)) return true;
  }
  return false;
}
