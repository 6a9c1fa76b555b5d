import type { ConsentKind } from '../consent/consent.ts';
import type { Channel, ChannelType } from '../customer/channel.ts';

/** The names of `GroupType`. */
export const GROUP_TYPES = ['ALL', 'ANY', 'NONE'] as const;

/** How several conditions combine: every one holds, at least one does, or none does. */
export type GroupType = (typeof GROUP_TYPES)[number];

/** The names of `AttributeComparison`. */
export const ATTRIBUTE_COMPARISONS = [
  'INCLUSIVE',
  'EXCLUSIVE',
  'CONTAINS',
  'BEFORE',
  'AFTER',
  'ON',
  'BETWEEN',
] as const;

/**
 * How a text is compared: INCLUSIVE is one of the values, EXCLUSIVE none of them, CONTAINS has one of them inside;
 * BEFORE, AFTER, ON and BETWEEN read it as a date (ISO 8601).
 */
export type AttributeComparison = (typeof ATTRIBUTE_COMPARISONS)[number];

/** The names of `MetricComparison`. */
export const METRIC_COMPARISONS = [
  'EQUAL',
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_THAN_OR_EQUAL',
  'LESS_THAN_OR_EQUAL',
] as const;

/** How a number is compared with the condition's; a metric that is missing matches nothing. */
export type MetricComparison = (typeof METRIC_COMPARISONS)[number];

/** The names of `SetComparison`. */
export const SET_COMPARISONS = ['INCLUSIVE', 'EXCLUSIVE'] as const;

/** INCLUSIVE: it is one of the values; EXCLUSIVE: it is none of them, which a missing one is not either. */
export type SetComparison = (typeof SET_COMPARISONS)[number];

/** A condition on the texts of one attribute; it holds when one of them satisfies it (EXCLUSIVE: when all do). */
export type AttributeDimension = {
  readonly type: AttributeComparison;
  readonly values: readonly string[];
  /** The attribute holds planned dates, such as an expiry: comparing it with a future one is no mistake. */
  readonly allowFuture?: boolean;
};

/** A condition on one number. */
export type MetricDimension = { readonly comparison: MetricComparison; readonly value: number };

/** A condition on one text, by the values it may or may not have. */
export type SetDimension = { readonly type: SetComparison; readonly values: readonly string[] };

/** Conditions on the device of an endpoint; all that are given must hold. */
export type DemographicDimension = {
  readonly appVersion?: SetDimension;
  readonly channel?: { readonly type: SetComparison; readonly values: readonly ChannelType[] };
  readonly make?: SetDimension;
  readonly model?: SetDimension;
  readonly platform?: SetDimension;
};

/** A circle: degrees for its centre, kilometres for its radius. An endpoint without coordinates is not in it. */
export type GpsPointDimension = {
  readonly latitude: number;
  readonly longitude: number;
  readonly rangeInKilometers: number;
};

/** Conditions on where an endpoint is; all that are given must hold. */
export type LocationDimension = {
  readonly country?: SetDimension;
  readonly region?: SetDimension;
  readonly city?: SetDimension;
  readonly gpsPoint?: GpsPointDimension;
};

/** The names of `ActivityState`. */
export const ACTIVITY_STATES = ['ACTIVE', 'INACTIVE'] as const;

/** ACTIVE: seen within the days that the condition names; INACTIVE: everybody else. */
export type ActivityState = (typeof ACTIVITY_STATES)[number];

/**
 * ACTIVE: seen within the last `days` days; INACTIVE: not seen within them. As in Pinpoint, a customer of whom no
 * activity is known counts from the effective date of the endpoint.
 */
export type RecencyDimension = { readonly type: ActivityState; readonly days: number };

/** Monthly active, unless a segment says otherwise. */
export const ACTIVE_CUSTOMER_DAYS = 30;

/**
 * Whether the person is an active customer: their last event is at most `days` days old. It is read from their events
 * when the segment is evaluated, so it is never out of date. Nothing known is INACTIVE, whatever the endpoint says.
 */
export type ActiveCustomerDimension = { readonly type: ActivityState; readonly days: number };

/** The names of `EventComparison`. */
export const EVENT_COMPARISONS = ['DID', 'DID_NOT'] as const;

/** DID: the event is known as often as wanted; DID_NOT: it is not, as for someone of whom no event is known. */
export type EventComparison = (typeof EVENT_COMPARISONS)[number];

/** A customer's activity holds the days of their events for this long. */
export const EVENT_DAYS = 90;

/**
 * Behaviour: the customer did `event` at least `atLeast` times within the last `withinDays` days, today included (days
 * of the Korean calendar); DID_NOT is everyone else. With `attribute`, only events that carry one of its values count.
 */
export type EventDimension = {
  readonly type: EventComparison;
  readonly event: string;
  readonly atLeast: number;
  readonly withinDays: number;
  readonly attribute?: { readonly name: string; readonly values: readonly string[] };
};

/** The names of `ConsentState`. */
export const CONSENT_STATES = ['GRANTED', 'NOT_GRANTED', 'STALE'] as const;

/** Where a person stands towards advertising; exactly one of the three for everybody. */
export type ConsentState = (typeof CONSENT_STATES)[number];

/**
 * What the customer decided on advertising on a channel (NIGHT: between 21:00 and 08:00). STALE is a consent that two
 * years have passed since; NOT_GRANTED was withdrawn or never given. Everyone is in exactly one of the three.
 */
export type ConsentDimension = {
  readonly channel: Channel;
  readonly kind: ConsentKind;
  readonly type: ConsentState;
};

/** INCLUSIVE: something can be sent to the customer on one of the channels; EXCLUSIVE: on none of them. */
export type ReachDimension = { readonly type: SetComparison; readonly values: readonly Channel[] };

/** INCLUSIVE: the customer is on at least one of the imported lists; EXCLUSIVE: on none of them. */
export type ImportedSegmentsDimension = SetDimension;

/**
 * Conditions on one endpoint and its customer; it matches when every one that is present holds. `activeCustomer`,
 * `events`, `consent`, `reach`, `importedSegments` and `userAttributes` speak of the customer, the others of the
 * endpoint.
 */
export type Dimensions = {
  readonly attributes?: Readonly<Record<string, AttributeDimension>>;
  readonly userAttributes?: Readonly<Record<string, AttributeDimension>>;
  readonly metrics?: Readonly<Record<string, MetricDimension>>;
  readonly demographic?: DemographicDimension;
  readonly location?: LocationDimension;
  readonly recency?: RecencyDimension;
  readonly activeCustomer?: ActiveCustomerDimension;
  readonly events?: readonly EventDimension[];
  readonly consent?: readonly ConsentDimension[];
  readonly reach?: ReachDimension;
  readonly importedSegments?: ImportedSegmentsDimension;
};

/**
 * Dimensions and source segments side by side: a customer belongs to the group when both parts hold. A part without
 * entries holds for everybody.
 */
export type SegmentGroup = {
  /** How the dimensions combine. */
  readonly type: GroupType;
  /** How the source segments combine. */
  readonly sourceType: GroupType;
  readonly sourceSegmentIds: readonly string[];
  readonly dimensions: readonly Dimensions[];
};

/** Who belongs to a segment, in the shape of Pinpoint's segment groups. */
export type SegmentDefinition = {
  readonly include: GroupType;
  readonly groups: readonly SegmentGroup[];
  /** Whoever matches one of these with any endpoint is out, whatever `groups` say. */
  readonly exclude?: readonly SegmentGroup[];
};

/** The names of `SegmentType`. */
export const SEGMENT_TYPES = ['DYNAMIC', 'IMPORTED'] as const;

/** DYNAMIC: whoever satisfies the definition when a job is planned; IMPORTED: whoever is on a list. */
export type SegmentType = (typeof SEGMENT_TYPES)[number];

/** The names of `SegmentWarningCode`. */
export const SEGMENT_WARNING_CODES = ['UNKNOWN_ATTRIBUTE', 'UNKNOWN_METRIC', 'UNKNOWN_EVENT'] as const;

/** What a definition speaks of that no sampled customer has: probably misspelt, perhaps merely new. */
export type SegmentWarningCode = (typeof SEGMENT_WARNING_CODES)[number];

/** A hint about a definition that is valid but perhaps not meant so. */
export type SegmentWarning = {
  readonly code: SegmentWarningCode;
  /** Where in the definition, such as `groups[0].dimensions[1].userAttributes.Citty`. */
  readonly path: string;
  readonly message: string;
};

/** Who: a named definition, with what was odd about it when it was saved. */
export type Segment = {
  readonly id: string;
  readonly name: string;
  readonly type: SegmentType;
  /** Raised with every change of the definition. */
  readonly version: number;
  readonly definition: SegmentDefinition;
  readonly warnings: readonly SegmentWarning[];
};

/** A definition as it was; it never changes. */
export type SegmentVersion = Pick<Segment, 'version' | 'definition'> & { readonly segmentId: string };
