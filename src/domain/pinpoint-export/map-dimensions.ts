import { isChannelType } from '../customer/index.ts';
import {
  METRIC_COMPARISONS,
  type AttributeDimension,
  type Dimensions,
  type MetricDimension,
  type SetDimension,
} from '../segment/index.ts';
import {
  isJson,
  listAt,
  noteUnread,
  noteWrong,
  numberAt,
  objectAt,
  textAt,
  type Json,
  type NotMapped,
} from './mapped.ts';

const ATTRIBUTE_TYPES = ['INCLUSIVE', 'EXCLUSIVE', 'CONTAINS', 'BEFORE', 'AFTER', 'ON', 'BETWEEN'] as const;

/** Pinpoint's windows in days. */
const DAYS: Readonly<Record<string, number>> = { HR_24: 1, DAY_7: 7, DAY_14: 14, DAY_30: 30 };

/** The texts of a condition; null when it has none, or anything else among them: without a value it is another one. */
function textsAt(value: Json, name: string): readonly string[] | null {
  const list = listAt(value, name);
  const texts = list.filter((item) => typeof item === 'string');
  return texts.length === 0 || texts.length < list.length ? null : texts;
}

/** Whether a condition has no field but these. */
function hasOnly(dimension: Json, names: readonly string[]): boolean {
  return Object.keys(dimension).every((name) => names.includes(name));
}

const SET_TYPES = ['INCLUSIVE', 'EXCLUSIVE'] as const;

function mapSet(fields: Json, name: string, path: string, notMapped: NotMapped[]): SetDimension | undefined {
  const found = fields[name];
  if (found === undefined || found === null || (isJson(found) && Object.keys(found).length === 0)) return undefined;
  const dimension = objectAt(fields, name);
  const values = textsAt(dimension, 'Values');
  const type = SET_TYPES.find((known) => known === (dimension['DimensionType'] ?? 'INCLUSIVE'));
  if (type !== undefined && values !== null && hasOnly(dimension, ['DimensionType', 'Values'])) return { type, values };
  notMapped.push({
    path: `${path}.${name}`,
    reason: 'It should have a DimensionType, INCLUSIVE or EXCLUSIVE, and Values.',
  });
  return undefined;
}

/** The dimensions of a map whose names customers invented; those that cannot be mapped are noted. */
function mapNamed<T>(
  fields: Json,
  path: string,
  map: (dimension: Json) => T | undefined,
  notMapped: NotMapped[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, dimension]): [string, T][] => {
      const mapped = isJson(dimension) ? map(dimension) : undefined;
      if (mapped !== undefined) return [[name, mapped]];
      notMapped.push({ path: `${path}.${name}`, reason: 'There is no such comparison here.' });
      return [];
    }),
  );
}

function mapAttribute(dimension: Json): AttributeDimension | undefined {
  const type = ATTRIBUTE_TYPES.find((known) => known === (dimension['AttributeType'] ?? 'INCLUSIVE'));
  const values = textsAt(dimension, 'Values');
  if (type === undefined || values === null || !hasOnly(dimension, ['AttributeType', 'Values'])) return undefined;
  return { type, values };
}

function mapMetric(dimension: Json): MetricDimension | undefined {
  const comparison = METRIC_COMPARISONS.find((known) => known === dimension['ComparisonOperator']);
  const value = numberAt(dimension, 'Value');
  if (comparison === undefined || value === undefined) return undefined;
  return hasOnly(dimension, ['ComparisonOperator', 'Value']) ? { comparison, value } : undefined;
}

function mapGps(
  location: Json,
  path: string,
  notMapped: NotMapped[],
): Pick<NonNullable<Dimensions['location']>, 'gpsPoint'> {
  noteWrong(location, 'object', ['GPSPoint'], `${path}.Location`, notMapped);
  const point = objectAt(location, 'GPSPoint');
  const coordinates = objectAt(point, 'Coordinates');
  const latitude = numberAt(coordinates, 'Latitude');
  const longitude = numberAt(coordinates, 'Longitude');
  const rangeInKilometers = numberAt(point, 'RangeInKilometers');
  const isPlain =
    hasOnly(point, ['Coordinates', 'RangeInKilometers']) && hasOnly(coordinates, ['Latitude', 'Longitude']);
  if (isPlain && latitude !== undefined && longitude !== undefined && rangeInKilometers !== undefined) {
    return { gpsPoint: { latitude, longitude, rangeInKilometers } };
  }
  if (Object.keys(point).length > 0) {
    const reason = 'It needs Coordinates (Latitude, Longitude) and RangeInKilometers: how far is for a person to say.';
    notMapped.push({ path: `${path}.Location.GPSPoint`, reason });
  }
  return {};
}

const RECENCY_TYPES = ['ACTIVE', 'INACTIVE'] as const;

function mapRecency(dimensions: Json, path: string, notMapped: NotMapped[]): Pick<Dimensions, 'recency'> {
  const behavior = objectAt(dimensions, 'Behavior');
  const recency = objectAt(behavior, 'Recency');
  const duration = textAt(recency, 'Duration') ?? '';
  const days = Object.hasOwn(DAYS, duration) ? DAYS[duration] : undefined;
  noteUnread(behavior, ['Recency'], `${path}.Behavior`, 'Unknown behaviour.', notMapped);
  noteWrong(behavior, 'object', ['Recency'], `${path}.Behavior`, notMapped);
  const type = RECENCY_TYPES.find((known) => known === (recency['RecencyType'] ?? 'ACTIVE'));
  if (days !== undefined && type !== undefined && hasOnly(recency, ['Duration', 'RecencyType'])) {
    return { recency: { type, days } };
  }
  if (Object.keys(recency).length > 0) {
    const reason = `It should have a Duration of ${Object.keys(DAYS).join(', ')}, and a RecencyType, ACTIVE or INACTIVE.`;
    notMapped.push({ path: `${path}.Behavior.Recency`, reason });
  }
  return {};
}

function mapChannel(demographic: Json, path: string, notMapped: NotMapped[]) {
  const channel = mapSet(demographic, 'Channel', `${path}.Demographic`, notMapped);
  if (channel === undefined) return {};
  const values = channel.values.filter(isChannelType);
  if (values.length === channel.values.length) return { channel: { type: channel.type, values } };
  notMapped.push({ path: `${path}.Demographic.Channel`, reason: 'It names a channel that there is not.' });
  return {};
}

function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

const filled = <Name extends string, T extends object>(name: Name, value: T): { [N in Name]?: T } => {
  const made: { [N in Name]?: T } = {};
  if (Object.keys(value).length > 0) made[name] = value;
  return made;
};

/** Pinpoint's SegmentDimensions. */
export function mapDimensions(dimensions: Json, path: string, notMapped: NotMapped[]): Dimensions {
  const known = ['Attributes', 'Behavior', 'Demographic', 'Location', 'Metrics', 'UserAttributes'];
  noteUnread(dimensions, known, path, 'Unknown dimension.', notMapped);
  noteWrong(dimensions, 'object', known, path, notMapped);
  const demographic = objectAt(dimensions, 'Demographic');
  const read = ['AppVersion', 'Channel', 'Make', 'Model', 'Platform'];
  noteUnread(demographic, read, `${path}.Demographic`, 'There is no such condition here.', notMapped);
  const set = (name: string) => mapSet(demographic, name, `${path}.Demographic`, notMapped);
  const location = objectAt(dimensions, 'Location');
  noteUnread(location, ['Country', 'GPSPoint'], `${path}.Location`, 'There is no such condition here.', notMapped);
  const named = <T>(name: string, map: (dimension: Json) => T | undefined) =>
    mapNamed(objectAt(dimensions, name), `${path}.${name}`, map, notMapped);
  return {
    ...filled('attributes', named('Attributes', mapAttribute)),
    ...filled('userAttributes', named('UserAttributes', mapAttribute)),
    ...filled('metrics', named('Metrics', mapMetric)),
    ...filled('demographic', {
      ...mapChannel(demographic, path, notMapped),
      ...present({
        appVersion: set('AppVersion'),
        make: set('Make'),
        model: set('Model'),
        platform: set('Platform'),
      }),
    }),
    ...filled('location', {
      ...present({ country: mapSet(location, 'Country', `${path}.Location`, notMapped) }),
      ...mapGps(location, path, notMapped),
    }),
    ...mapRecency(dimensions, path, notMapped),
  };
}
