import { stringScalar } from './string-scalar.ts';

/** A URL of RFC 1738 with a scheme; two slashes in a row are refused in the path. */
export const AWSURL = stringScalar('AWSURL', 'a valid URL', (text) => {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  return !new URL(text).pathname.includes('//');
});
