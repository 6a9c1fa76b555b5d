import { addressKey, readAddress } from './address.ts';
import { CHANNEL_TYPES, type ChannelType } from './channel.ts';
import type { Customer } from './customer.ts';

/** The keys of all addresses of a customer, each once, whether or not anything may be sent there. */
export function heldAddressKeys({ endpoints }: Pick<Customer, 'endpoints'>): ReadonlySet<string> {
  return new Set(
    endpoints.flatMap(({ channelType, address }) => (address === '' ? [] : [addressKey(channelType, address)])),
  );
}

/** The keys of addresses that a change gives a customer who did not have them. */
export function newAddressKeys(before: Customer | undefined, after: Customer): readonly string[] {
  const known = before === undefined ? new Set<string>() : heldAddressKeys(before);
  return [...heldAddressKeys(after)].filter((key) => !known.has(key));
}

/** The key of the address that a text is, where it is one of this type. */
export function addressKeyOfText(channelType: ChannelType, text: string): string | null {
  const read = readAddress(channelType, text);
  return read.ok ? addressKey(channelType, read.address) : null;
}

/** The keys of every address that a text could be, on whichever channel. */
export function addressKeysOfText(text: string): readonly string[] {
  const keys = CHANNEL_TYPES.flatMap((channelType) => addressKeyOfText(channelType, text) ?? []);
  return [...new Set(keys)];
}

/**
 * An address as it is shown to find one's way, not to write to: `ki***@example.com`, `+8210****5678`, the last letters of
 * a token.
 */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${address.slice(0, Math.min(2, at - 1))}***${address.slice(at)}`;
  const letters = [...address];
  const shown = Math.min(4, Math.floor(letters.length / 3));
  const front = /^\+\d{8,}$/.test(address) ? 5 : 0;
  return `${letters.slice(0, front).join('')}****${letters.slice(letters.length - shown).join('')}`;
}
