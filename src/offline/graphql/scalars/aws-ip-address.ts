import { isIP } from 'node:net';
import { stringScalar } from './string-scalar.ts';

/** IPv4 or IPv6, optionally with a prefix length (`123.12.34.56/16`). */
export const AWSIPAddress = stringScalar('AWSIPAddress', 'a valid IP address', (text) => {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
});
