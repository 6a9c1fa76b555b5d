import type { PriceList } from '../cost/price-list.ts';
import { destinationPriceOf, unitPriceOf, type UnitPriceAnswer } from '../cost/unit-price.ts';
import type { Channel } from '../customer/channel.ts';
import { pricedKinds, type Destination } from './destination.ts';

/** What a unit of a campaign's step costs at a date: of its channel, or of the destination that it names, by kind. */
export function stepPriceOf(
  { channel, destination }: { readonly channel: Channel; readonly destination?: Destination | undefined },
  list: PriceList,
  at: number,
): UnitPriceAnswer {
  return destination === undefined
    ? unitPriceOf(channel, list, at)
    : destinationPriceOf(destination.name, pricedKinds(destination), list, at);
}
