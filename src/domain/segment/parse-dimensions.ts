import { parseIsoTime } from '../consent/parse-time.ts';
import { CHANNEL_TYPES } from '../customer/channel.ts';
import {
  ATTRIBUTE_COMPARISONS,
  METRIC_COMPARISONS,
  SET_COMPARISONS,
  type AttributeDimension,
  type DemographicDimension,
  type Dimensions,
  type LocationDimension,
  type MetricDimension,
  type RecencyDimension,
  type SetDimension,
} from './definition.ts';
import {
  DefinitionStop,
  readChoice,
  readFields,
  readList,
  readMap,
  readNumber,
  readText,
  type Fields,
} from './read-fields.ts';

/** Pinpoint's limits. */
const MAX_VALUES = 50;
const MAX_VALUE = 100;
const MAX_NAME = 50;

/** A hundred years: whoever means longer means everyone. */
const MAX_DAYS = 36_500;

/** Half of the equator: no two points are farther apart. */
const MAX_KILOMETERS = 20_038;

function readValues(value: unknown, path: string): string[] {
  const list = readList(value, path, MAX_VALUES);
  if (list.length === 0) throw new DefinitionStop(path, 'must hold at least one value.');
  return list.map((entry, index) => readText(entry, `${path}[${index}]`, MAX_VALUE));
}

function readTimes(values: readonly string[], path: string, count: number): void {
  if (values.length !== count)
    throw new DefinitionStop(path, `must hold exactly ${count} time${count > 1 ? 's' : ''}.`);
  const times = values.map((value, index) => {
    const time = parseIsoTime(value);
    if (time === null) throw new DefinitionStop(`${path}[${index}]`, 'must be an ISO 8601 date or time.');
    return time;
  });
  const [from = 0, to = from] = times;
  if (from > to) throw new DefinitionStop(path, 'the first time is after the second: nobody can match.');
}

function readAttribute(value: unknown, path: string): AttributeDimension {
  const fields = readFields(value, path, ['type', 'values']);
  const type =
    fields['type'] === undefined ? 'INCLUSIVE' : readChoice(fields['type'], `${path}.type`, ATTRIBUTE_COMPARISONS);
  const values = readValues(fields['values'], `${path}.values`);
  switch (type) {
    case 'BEFORE':
    case 'AFTER':
    case 'ON':
      readTimes(values, `${path}.values`, 1);
      break;
    case 'BETWEEN':
      readTimes(values, `${path}.values`, 2);
      break;
    case 'INCLUSIVE':
    case 'EXCLUSIVE':
    case 'CONTAINS':
      break;
  }
  return { type, values };
}

function readNamed<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): Record<string, T> {
  const named: Record<string, T> = {};
  for (const [name, entry] of Object.entries(readMap(value, path))) {
    readText(name, `${path} (a name)`, MAX_NAME);
    named[name] = read(entry, `${path}.${name}`);
  }
  return named;
}

function readMetric(value: unknown, path: string): MetricDimension {
  const fields = readFields(value, path, ['comparison', 'value']);
  return {
    comparison: readChoice(fields['comparison'], `${path}.comparison`, METRIC_COMPARISONS),
    value: readNumber(fields['value'], `${path}.value`),
  };
}

function readSet(value: unknown, path: string): SetDimension {
  const fields = readFields(value, path, ['type', 'values']);
  const type = fields['type'] === undefined ? 'INCLUSIVE' : readChoice(fields['type'], `${path}.type`, SET_COMPARISONS);
  return { type, values: readValues(fields['values'], `${path}.values`) };
}

function readSets<K extends string>(fields: Fields, path: string, names: readonly K[]): { [N in K]?: SetDimension } {
  const sets: { [N in K]?: SetDimension } = {};
  for (const name of names) if (fields[name] !== undefined) sets[name] = readSet(fields[name], `${path}.${name}`);
  return sets;
}

function readDemographic(value: unknown, path: string): DemographicDimension {
  const known = ['appVersion', 'channel', 'make', 'model', 'platform'];
  if (Object.hasOwn(readMap(value, path), 'deviceType')) {
    throw new DefinitionStop(
      `${path}.deviceType`,
      'endpoints have no device type. Use channel, make, model or platform.',
    );
  }
  const fields = readFields(value, path, known);
  const sets = readSets(fields, path, ['appVersion', 'make', 'model', 'platform']);
  if (fields['channel'] === undefined) return sets;
  const { type, values } = readSet(fields['channel'], `${path}.channel`);
  const channels = values.map((entry, index) => readChoice(entry, `${path}.channel.values[${index}]`, CHANNEL_TYPES));
  return { ...sets, channel: { type, values: channels } };
}

function readLocation(value: unknown, path: string): LocationDimension {
  const fields = readFields(value, path, ['country', 'region', 'city', 'gpsPoint']);
  const sets = readSets(fields, path, ['country', 'region', 'city']);
  if (fields['gpsPoint'] === undefined) return sets;
  const at = `${path}.gpsPoint`;
  const point = readFields(fields['gpsPoint'], at, ['latitude', 'longitude', 'rangeInKilometers']);
  const gpsPoint = {
    latitude: readNumber(point['latitude'], `${at}.latitude`, -90, 90),
    longitude: readNumber(point['longitude'], `${at}.longitude`, -180, 180),
    rangeInKilometers: readNumber(point['rangeInKilometers'], `${at}.rangeInKilometers`, 0, MAX_KILOMETERS),
  };
  return { ...sets, gpsPoint };
}

function readRecency(value: unknown, path: string): RecencyDimension {
  const fields = readFields(value, path, ['type', 'days']);
  const type = readChoice(fields['type'], `${path}.type`, ['ACTIVE', 'INACTIVE'] as const);
  return { type, days: readNumber(fields['days'], `${path}.days`, 1, MAX_DAYS) };
}

/** Reads the conditions of one entry of a group. */
export function readDimensions(value: unknown, path: string): Dimensions {
  const known = ['attributes', 'userAttributes', 'metrics', 'demographic', 'location', 'recency'];
  const fields = readFields(value, path, known);
  const { attributes, userAttributes, metrics, demographic, location, recency } = fields;
  const dimensions: Dimensions = {
    ...(attributes === undefined ? {} : { attributes: readNamed(attributes, `${path}.attributes`, readAttribute) }),
    ...(userAttributes === undefined
      ? {}
      : { userAttributes: readNamed(userAttributes, `${path}.userAttributes`, readAttribute) }),
    ...(metrics === undefined ? {} : { metrics: readNamed(metrics, `${path}.metrics`, readMetric) }),
    ...(demographic === undefined ? {} : { demographic: readDemographic(demographic, `${path}.demographic`) }),
    ...(location === undefined ? {} : { location: readLocation(location, `${path}.location`) }),
    ...(recency === undefined ? {} : { recency: readRecency(recency, `${path}.recency`) }),
  };
  if (countConditions(dimensions) === 0) throw new DefinitionStop(path, 'holds no condition. Add one or remove it.');
  return dimensions;
}

/** How many conditions (Pinpoint: dimensions) an entry holds. */
export function countConditions(dimensions: Dimensions): number {
  const { attributes = {}, userAttributes = {}, metrics = {}, demographic = {}, location = {}, recency } = dimensions;
  return (
    [attributes, userAttributes, metrics, demographic, location].reduce(
      (sum, named) => sum + Object.keys(named).length,
      0,
    ) + (recency === undefined ? 0 : 1)
  );
}
