/** @module Consent to advertising, and the gate every advertisement passes. */
export {
  CONSENT_KINDS,
  CONSENT_STATES,
  DECISION_OF,
  MAX_WORDING,
  MESSAGE_CLASSES,
  type Consent,
  type ConsentDecision,
  type ConsentKind,
  type ConsentRecord,
  type Deal,
  type MessageClass,
} from './consent.ts';
export { consentFromAttributes, mergeConsent, misplacedConsent, unreadableConsent } from './consent-from-attributes.ts';
export { dateDecisions, MAX_AHEAD_MS, type DatedConsent } from './date-decisions.ts';
export { newDecisions, type RecordedDecision } from './news.ts';
export { parseIsoTime } from './parse-time.ts';
export { hasWords, nameWording, withNamedWordings } from './wording.ts';
