import { createHash } from 'node:crypto';

/** A digest of a text in UTF-8, in hexadecimal. The first and the last are for those who still compare by them. */
export function digestHex(algorithm: 'md5' | 'sha256' | 'sha512', text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}
