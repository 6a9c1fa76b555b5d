/** @module Consent to advertising, and the gate every advertisement passes. */
export { adGate, isStale, type AdGate, type AdRefusal } from './ad-gate.ts';
export {
  CONSENT_KINDS,
  CONSENT_STATES,
  MESSAGE_CLASSES,
  type Consent,
  type ConsentDecision,
  type ConsentKind,
  type ConsentRecord,
  type MessageClass,
} from './consent.ts';
export { consentFromAttributes, mergeConsent, unreadableConsent } from './consent-from-attributes.ts';
export { dateDecisions, MAX_AHEAD_MS, type DatedConsent } from './date-decisions.ts';
export { parseIsoTime } from './parse-time.ts';
