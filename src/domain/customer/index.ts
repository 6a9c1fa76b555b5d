/** @module Customers and their endpoints: what is known of a person, and how they are reached. */
export type { Activity, DayCounts, EventActivity } from './activity.ts';
export { applyExportLine } from './apply-export-line.ts';
export { CHANNELS, CHANNEL_TYPES, channelOf, type Channel, type ChannelType } from './channel.ts';
export {
  ENDPOINT_STATUSES,
  OPT_OUTS,
  newCustomer,
  type Attributes,
  type Customer,
  type Demographic,
  type Endpoint,
  type EndpointStatus,
  type Location,
  type Metrics,
  type OptOut,
} from './customer.ts';
export type { ImportErrorCode } from './export-fields.ts';
export { mergeEndpoint, sameEndpoint, type MergeOutcome } from './merge-endpoint.ts';
export { parseExportLine, type ExportLine } from './parse-export-line.ts';
