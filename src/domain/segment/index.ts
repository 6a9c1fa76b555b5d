/** @module Segments: who a message is for, as a definition that is parsed, checked and compiled. */
export {
  ACTIVITY_STATES,
  CONSENT_STATES,
  EVENT_COMPARISONS,
  GROUP_TYPES,
  METRIC_COMPARISONS,
  SEGMENT_TYPES,
  SEGMENT_WARNING_CODES,
  SET_COMPARISONS,
  type ActiveCustomerDimension,
  type AttributeComparison,
  type AttributeDimension,
  type ConsentDimension,
  type DemographicDimension,
  type Dimensions,
  type EventDimension,
  type GpsPointDimension,
  type GroupType,
  type LocationDimension,
  type MetricComparison,
  type MetricDimension,
  type ReachDimension,
  type RecencyDimension,
  type Segment,
  type SegmentDefinition,
  type SegmentGroup,
  type SegmentType,
  type SegmentVersion,
  type SegmentWarning,
  type SetComparison,
  type SetDimension,
} from './definition.ts';
export { compileSegment } from './compile-segment.ts';
export { estimateTotal, type Estimate, type SliceCount } from './estimate-total.ts';
export { refuseFutureDates } from './future-date.ts';
export { importedSegmentDefinition } from './imported-segment.ts';
export { collectNames, warnOfUnknownNames } from './known-names.ts';
export { importedSegmentIds, parseSegmentDefinition, sourceSegmentIds } from './parse-definition.ts';
export { isReachable } from './reach.ts';
