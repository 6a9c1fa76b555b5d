import { stringScalar } from './string-scalar.ts';

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const FORM = new RegExp(
  String.raw`^[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+)*@${LABEL}(?:\.${LABEL})*$`,
);

/** `local-part@domain-part` of RFC 822; a domain without a dot is accepted, as in AppSync. */
export const AWSEmail = stringScalar(
  'AWSEmail',
  'a valid email address',
  (text) => text.length <= 320 && FORM.test(text),
);
