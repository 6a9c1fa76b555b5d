import type { ChannelType } from '../customer/channel.ts';

export const GROUP_TYPES = ['ALL', 'ANY', 'NONE'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

export const ATTRIBUTE_COMPARISONS = [
  'INCLUSIVE',
  'EXCLUSIVE',
  'CONTAINS',
  'BEFORE',
  'AFTER',
  'ON',
  'BETWEEN',
] as const;
export type AttributeComparison = (typeof ATTRIBUTE_COMPARISONS)[number];

export const METRIC_COMPARISONS = [
  'EQUAL',
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_THAN_OR_EQUAL',
  'LESS_THAN_OR_EQUAL',
] as const;
export type MetricComparison = (typeof METRIC_COMPARISONS)[number];

export const SET_COMPARISONS = ['INCLUSIVE', 'EXCLUSIVE'] as const;
export type SetComparison = (typeof SET_COMPARISONS)[number];

export type AttributeDimension = { readonly type: AttributeComparison; readonly values: readonly string[] };
export type MetricDimension = { readonly comparison: MetricComparison; readonly value: number };
export type SetDimension = { readonly type: SetComparison; readonly values: readonly string[] };

export type DemographicDimension = {
  readonly appVersion?: SetDimension;
  readonly channel?: { readonly type: SetComparison; readonly values: readonly ChannelType[] };
  readonly make?: SetDimension;
  readonly model?: SetDimension;
  readonly platform?: SetDimension;
};

export type GpsPointDimension = {
  readonly latitude: number;
  readonly longitude: number;
  readonly rangeInKilometers: number;
};

export type LocationDimension = {
  readonly country?: SetDimension;
  readonly region?: SetDimension;
  readonly city?: SetDimension;
  readonly gpsPoint?: GpsPointDimension;
};

/** ACTIVE: seen within the last `days` days; INACTIVE: not seen within them. */
export type RecencyDimension = { readonly type: 'ACTIVE' | 'INACTIVE'; readonly days: number };

/** Conditions on one endpoint; it matches when every one that is present holds. */
export type Dimensions = {
  readonly attributes?: Readonly<Record<string, AttributeDimension>>;
  readonly userAttributes?: Readonly<Record<string, AttributeDimension>>;
  readonly metrics?: Readonly<Record<string, MetricDimension>>;
  readonly demographic?: DemographicDimension;
  readonly location?: LocationDimension;
  readonly recency?: RecencyDimension;
};

export type SegmentGroup = {
  /** How the dimensions combine. */
  readonly type: GroupType;
  /** How the source segments combine. */
  readonly sourceType: GroupType;
  readonly sourceSegmentIds: readonly string[];
  readonly dimensions: readonly Dimensions[];
};

/** Who belongs to a segment, in the shape of Pinpoint's segment groups. */
export type SegmentDefinition = { readonly include: GroupType; readonly groups: readonly SegmentGroup[] };

export const SEGMENT_TYPES = ['DYNAMIC', 'IMPORTED'] as const;
export type SegmentType = (typeof SEGMENT_TYPES)[number];

export type Segment = {
  readonly id: string;
  readonly name: string;
  readonly type: SegmentType;
  readonly definition: SegmentDefinition;
};
