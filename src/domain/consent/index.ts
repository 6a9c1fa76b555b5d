/** @module Consent to advertising, and the gate every advertisement passes. */
export {
  MESSAGE_CLASSES,
  type Consent,
  type ConsentDecision,
  type ConsentRecord,
  type MessageClass,
} from './consent.ts';
