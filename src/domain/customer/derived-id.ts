/** Two 32-bit lanes mixed as in MurmurHash3's finalizer; a name for an address, not a secret. */
function hashText(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high, low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * The id of an endpoint that came without one: the same channel and address always get the same id, 128 bits wide. Ids
 * go where addresses must not (delivery records, logs), so it does not show the address.
 */
export function derivedEndpointId(channelType: string, address: string): string {
  const text = `${channelType}\n${address}`;
  return `auto-${hashText(text, 0)}${hashText(text, 0x9e3779b9)}`;
}
