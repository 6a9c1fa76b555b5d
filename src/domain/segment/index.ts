/** @module Segments: who, as a definition that is evaluated when a job is planned. */
export {
  GROUP_TYPES,
  METRIC_COMPARISONS,
  SEGMENT_TYPES,
  SET_COMPARISONS,
  type AttributeComparison,
  type AttributeDimension,
  type DemographicDimension,
  type Dimensions,
  type GpsPointDimension,
  type GroupType,
  type LocationDimension,
  type MetricComparison,
  type MetricDimension,
  type RecencyDimension,
  type Segment,
  type SegmentDefinition,
  type SegmentGroup,
  type SegmentType,
  type SetComparison,
  type SetDimension,
} from './definition.ts';
export { compileSegment } from './compile-segment.ts';
export { parseSegmentDefinition, sourceSegmentIds } from './parse-definition.ts';
