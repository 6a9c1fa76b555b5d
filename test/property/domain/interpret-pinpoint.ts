import type { Customer, Endpoint } from '../../../src/domain/customer/index.ts';
import type { Shape } from './pinpoint-arbitraries.ts';

const DAY = 86_400_000;
const WINDOWS: Readonly<Record<string, number>> = { HR_24: 1, DAY_7: 7, DAY_14: 14, DAY_30: 30 };

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
const listAt = (value: unknown, name: string): readonly unknown[] => {
  const found = at(value, name);
  return Array.isArray(found) ? found : [];
};
const entriesAt = (value: unknown, name: string): [string, unknown][] => {
  const found = at(value, name);
  return typeof found === 'object' && found !== null ? Object.entries(found) : [];
};

function holds(type: unknown, answers: readonly boolean[]): boolean {
  if (type === 'ANY') return answers.some(Boolean);
  return type === 'NONE' ? !answers.some(Boolean) : answers.every(Boolean);
}

function time(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T00:00:00+09:00`);
  return /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
}

const koreanDay = (text: string): number => Math.floor((time(text) + 9 * 3_600_000) / DAY);

function attributeHolds(dimension: unknown, have: readonly string[] = []): boolean {
  const values = listAt(dimension, 'Values').map(String);
  const [first = ''] = values;
  switch (at(dimension, 'AttributeType')) {
    case 'EXCLUSIVE':
      return !have.some((value) => values.includes(value));
    case 'CONTAINS':
      return have.some((value) => values.some((part) => value.includes(part)));
    case 'BEFORE':
      return have.some((value) => time(value) < time(first));
    case 'AFTER':
      return have.some((value) => time(value) > time(first));
    case 'ON':
      return have.some((value) => koreanDay(value) === koreanDay(first));
    default:
      return have.some((value) => values.includes(value));
  }
}

function metricHolds(dimension: unknown, have: unknown): boolean {
  const wanted = Number(at(dimension, 'Value'));
  if (typeof have !== 'number') return false;
  switch (at(dimension, 'ComparisonOperator')) {
    case 'EQUAL':
      return have === wanted;
    case 'GREATER_THAN':
      return have > wanted;
    case 'LESS_THAN':
      return have < wanted;
    case 'GREATER_THAN_OR_EQUAL':
      return have >= wanted;
    default:
      return have <= wanted;
  }
}

function setHolds(dimension: unknown, have: string | undefined): boolean {
  const isIn = have !== undefined && listAt(dimension, 'Values').includes(have);
  return at(dimension, 'DimensionType') === 'EXCLUSIVE' ? !isIn : isIn;
}

function isNear(point: unknown, { latitude, longitude }: Endpoint['location']): boolean {
  if (latitude === undefined || longitude === undefined) return false;
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const coordinates = at(point, 'Coordinates');
  const [a, b] = [radians(latitude), radians(Number(at(coordinates, 'Latitude')))];
  const between = radians(longitude - Number(at(coordinates, 'Longitude')));
  const half = Math.sin((a - b) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(between / 2) ** 2;
  // A millimetre for rounding: two ways to one distance do not end in the same digit.
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half))) <= Number(at(point, 'RangeInKilometers')) + 1e-6;
}

function entryHolds(entry: unknown, who: Customer, endpoint: Endpoint, now: number): boolean {
  const answers: boolean[] = [];
  for (const [name, dimension] of entriesAt(entry, 'Attributes')) {
    answers.push(attributeHolds(dimension, at(endpoint.attributes, name) as string[] | undefined));
  }
  for (const [name, dimension] of entriesAt(entry, 'UserAttributes')) {
    answers.push(attributeHolds(dimension, at(who.attributes, name) as string[] | undefined));
  }
  for (const [name, dimension] of entriesAt(entry, 'Metrics')) {
    answers.push(metricHolds(dimension, at(endpoint.metrics, name)));
  }
  const { demographic, location, channelType } = endpoint;
  const haves: Readonly<Record<string, string | undefined>> = {
    AppVersion: demographic.appVersion,
    Channel: channelType,
    Make: demographic.make,
    Model: demographic.model,
    Platform: demographic.platform,
  };
  for (const [name, dimension] of entriesAt(entry, 'Demographic')) answers.push(setHolds(dimension, haves[name]));
  const place = at(entry, 'Location');
  if (at(place, 'Country') !== undefined) answers.push(setHolds(at(place, 'Country'), location.country));
  if (at(place, 'GPSPoint') !== undefined) answers.push(isNear(at(place, 'GPSPoint'), location));
  const recency = at(at(entry, 'Behavior'), 'Recency');
  if (recency !== undefined) {
    const days = WINDOWS[String(at(recency, 'Duration'))] ?? 0;
    const isActive = now - (who.activity.lastActiveAt ?? endpoint.effectiveAt) <= days * DAY;
    answers.push(at(recency, 'RecencyType') === 'INACTIVE' ? !isActive : isActive);
  }
  return answers.every(Boolean);
}

/**
 * Whether an endpoint belongs to a segment by what Pinpoint's documentation says of its parts; where that leaves a
 * group without conditions, it is everybody's.
 */
function endpointMatches(
  segment: Shape,
  who: Customer,
  endpoint: Endpoint,
  now: number,
  sources: Readonly<Record<string, Shape>>,
): boolean {
  const flat = at(segment, 'Dimensions');
  if (flat !== undefined) return entryHolds(flat, who, endpoint, now);
  const groups = at(segment, 'SegmentGroups');
  const answers = listAt(groups, 'Groups').map((group) => {
    const dimensions = listAt(group, 'Dimensions').map((entry) => entryHolds(entry, who, endpoint, now));
    const named = listAt(group, 'SourceSegments').map((source) => {
      const found = sources[String(at(source, 'Id'))];
      return found !== undefined && endpointMatches(found, who, endpoint, now, sources);
    });
    return (
      (dimensions.length === 0 || holds(at(group, 'Type'), dimensions)) &&
      (named.length === 0 || holds(at(group, 'SourceType'), named))
    );
  });
  return holds(at(groups, 'Include'), answers);
}

/** Whether somebody belongs to a segment as Pinpoint keeps it. */
export function interpretPinpoint(
  segment: Shape,
  who: Customer,
  now: number,
  sources: Readonly<Record<string, Shape>> = {},
): boolean {
  return who.endpoints.some((endpoint) => endpointMatches(segment, who, endpoint, now, sources));
}
