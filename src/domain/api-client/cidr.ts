import ipaddr from 'ipaddr.js';

/** Whether a text is a range of addresses, such as `203.0.113.0/24` or `2001:db8::/32`; a prefix of 0 is none. */
export function isCidr(text: string): boolean {
  if (!ipaddr.isValidCIDR(text)) return false;
  const [address, bits] = ipaddr.parseCIDR(text);
  // `1.2/16` and leading zeros are read differently by different libraries: only the four-part form is taken.
  return bits > 0 && (address.kind() === 'ipv6' || ipaddr.IPv4.isValidFourPartDecimal(text.split('/')[0] ?? ''));
}

/** Whether an address lies in one of the ranges; a text that is no address lies in none. IPv4 in IPv6 form counts as IPv4. */
export function isInCidrs(address: string, cidrs: readonly string[]): boolean {
  // Other spellings, such as a single number, are what a parser of another kind might read otherwise.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => {
    if (!isCidr(cidr)) return false;
    const [network, bits] = ipaddr.parseCIDR(cidr);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}
