import { comparableAddress } from './address.ts';
import type { ChannelType } from './channel.ts';
import { hashLanes } from './hash-lanes.ts';

function hashText(text: string, seed: number): string {
  return hashLanes(text, seed)
    .map((lane) => lane.toString(16).padStart(8, '0'))
    .join('');
}

const PREFIX = 'auto-';

/** Whether an id follows from an address: it is that of everybody who has the address, and names no device. */
export function isDerivedEndpointId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/**
 * The id of an endpoint that came without one: the same channel and address always get the same id, 128 bits wide,
 * however the address is written. Ids go where addresses must not (delivery records, logs), so it does not show the
 * address.
 */
export function derivedEndpointId(channelType: ChannelType, address: string): string {
  const text = `${channelType}\n${comparableAddress(channelType, address)}`;
  return `${PREFIX}${hashText(text, 0)}${hashText(text, 0x9e3779b9)}`;
}
