import { readDate } from '../consent/read-date.ts';
import { CHANNEL_TYPES } from '../customer/channel.ts';
import {
  ACTIVITY_STATES,
  ATTRIBUTE_COMPARISONS,
  METRIC_COMPARISONS,
  type AttributeDimension,
  type DemographicDimension,
  type Dimensions,
  type LocationDimension,
  type MetricDimension,
  type RecencyDimension,
  type SetDimension,
} from './definition.ts';
import {
  readActiveCustomer,
  readConsent,
  readEvents,
  readImportedSegments,
  readReach,
} from './parse-customer-dimensions.ts';
import { MAX_DAYS, readSet, readValues } from './parse-values.ts';
import {
  DefinitionStop,
  readChoice,
  readFields,
  readMap,
  readName,
  readNames,
  readNumber,
  type Fields,
} from './read-fields.ts';

/** Pinpoint allows 250 attributes. */
const MAX_NAMES = 250;

/** Half of the equator: no two points are farther apart. */
const MAX_KILOMETERS = 20_038;

function readTimes(values: readonly string[], path: string, count: number): void {
  if (values.length !== count)
    throw new DefinitionStop(path, `must hold exactly ${count} time${count > 1 ? 's' : ''}.`);
  const times = values.map((value, index) => {
    const time = readDate(value);
    if (time === null) throw new DefinitionStop(`${path}[${index}]`, 'must be an ISO 8601 date or time.');
    return time;
  });
  const [from = 0, to = from] = times;
  if (from > to) {
    throw new DefinitionStop(path, 'the first time is after the second: nobody can match.', 'SEGMENT_CONTRADICTION');
  }
}

function readAttribute(value: unknown, path: string): AttributeDimension {
  const fields = readFields(value, path, ['type', 'values', 'allowFuture']);
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
  const { allowFuture } = fields;
  if (allowFuture === undefined) return { type, values };
  if (typeof allowFuture === 'boolean') return { type, values, allowFuture };
  throw new DefinitionStop(`${path}.allowFuture`, 'must be true or false.');
}

function readNamed<T>(value: unknown, path: string, read: (value: unknown, path: string) => T): Record<string, T> {
  const named: Record<string, T> = {};
  for (const [key, entry] of readNames(value, path, MAX_NAMES)) {
    const name = readName(key, `${path} (a name)`);
    if (Object.hasOwn(named, name)) {
      throw new DefinitionStop(path, `has the name ${JSON.stringify(name)} twice, in two spellings.`);
    }
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
  const type = readChoice(fields['type'], `${path}.type`, ACTIVITY_STATES);
  return { type, days: readNumber(fields['days'], `${path}.days`, 1, MAX_DAYS) };
}

const NAMES = [
  'attributes',
  'userAttributes',
  'metrics',
  'demographic',
  'location',
  'recency',
  'activeCustomer',
  'events',
  'consent',
  'reach',
  'importedSegments',
] as const satisfies readonly (keyof Dimensions)[];

/** Reads the conditions of one entry of a group. */
export function readDimensions(value: unknown, path: string): Dimensions {
  const fields = readFields(value, path, NAMES);
  const dimensions: { -readonly [N in keyof Dimensions]: Dimensions[N] } = {};
  for (const name of NAMES) {
    const field = fields[name];
    if (field === undefined) continue;
    const at = `${path}.${name}`;
    switch (name) {
      case 'attributes':
      case 'userAttributes':
        dimensions[name] = readNamed(field, at, readAttribute);
        break;
      case 'metrics':
        dimensions.metrics = readNamed(field, at, readMetric);
        break;
      case 'demographic':
        dimensions.demographic = readDemographic(field, at);
        break;
      case 'location':
        dimensions.location = readLocation(field, at);
        break;
      case 'recency':
        dimensions.recency = readRecency(field, at);
        break;
      case 'activeCustomer':
        dimensions.activeCustomer = readActiveCustomer(field, at);
        break;
      case 'events':
        dimensions.events = readEvents(field, at);
        break;
      case 'consent':
        dimensions.consent = readConsent(field, at);
        break;
      case 'reach':
        dimensions.reach = readReach(field, at);
        break;
      case 'importedSegments':
        dimensions.importedSegments = readImportedSegments(field, at);
        break;
    }
  }
  if (countConditions(dimensions) === 0) throw new DefinitionStop(path, 'holds no condition. Add one or remove it.');
  return dimensions;
}

/** How many conditions (Pinpoint: dimensions) an entry holds. */
export function countConditions(dimensions: Dimensions): number {
  const { attributes = {}, userAttributes = {}, metrics = {}, demographic = {}, location = {} } = dimensions;
  const { recency, activeCustomer, reach, importedSegments, events = [], consent = [] } = dimensions;
  const named = [attributes, userAttributes, metrics, demographic, location].map((map) => Object.keys(map).length);
  const single = [recency, activeCustomer, reach, importedSegments].filter((one) => one !== undefined);
  return named.reduce((sum, count) => sum + count, single.length + events.length + consent.length);
}
