/** @module Customers and their endpoints: what is known of a person, and how they are reached. */
export { isDerivedEndpointId } from './derived-id.ts';
export { createDigestSet, type DigestSet } from './digest-set.ts';
export { NO_PHONE, addressDigest, addressKey, comparableAddress, readAddress, type ReadAddress } from './address.ts';
export type { Activity, DayCounts, EventActivity } from './activity.ts';
export { applyChange, type ChangeErrorCode, type ChangeOutcome } from './apply/apply-change.ts';
export type { ApplyOptions } from './apply/apply-options.ts';
export { FOUND_BY, TIMELINE_KINDS, type FoundBy, type TimelineKind } from './asked-of.ts';
export { CHANNELS, CHANNEL_TYPES, channelOf, isChannelType, type Channel, type ChannelType } from './channel.ts';
export { countEvents, type EventCounts } from './apply/count-events.ts';
export type { Changes, CustomerChange, EndpointChange } from './customer-change.ts';
export {
  ENDPOINT_STATUSES,
  OPT_OUTS,
  newCustomer,
  newEndpoint,
  type Attributes,
  type Customer,
  type Demographic,
  type Endpoint,
  type EndpointStatus,
  type Location,
  type Metrics,
  type OptOut,
} from './customer.ts';
export {
  addressKeyOfText,
  addressKeysOfText,
  heldAddressKeys,
  maskedAddress,
  newAddressKeys,
} from './held-addresses.ts';
export { LEAST_NAME_LETTERS, customerName, nameKeys } from './name.ts';
export { seoulDay } from './event-day.ts';
export { COUNTRIES, toE164, type Country } from './phone-number.ts';
export { mergeEndpoint, sameEndpoint, type MergeOutcome } from './apply/merge-endpoint.ts';
export { parseCustomer } from './read/parse-customer.ts';
export { parseImportLine, parseImportLines } from './read/parse-import-line.ts';
export type { ParsedChange } from './read/parsed-change.ts';
export type { FieldErrorCode } from './read/read-fields.ts';
export { addressDecisions, addressKeysOn, withSuppressed, type AddressDecisions } from './suppressed.ts';
export { mergeActivity } from './apply/merge-activity.ts';
export { recordEvent, type CustomerEvent } from './apply/record-event.ts';
