import { parseIsoTime } from '../consent/parse-time.ts';
import type { Attributes, Customer, Endpoint } from '../customer/customer.ts';
import type {
  AttributeDimension,
  Dimensions,
  GpsPointDimension,
  MetricDimension,
  RecencyDimension,
  SetDimension,
} from './definition.ts';

/** Whether one endpoint of a customer meets a condition. */
export type Predicate = (customer: Customer, endpoint: Endpoint) => boolean;

const DAY = 86_400_000;
const SEOUL_OFFSET = 9 * 3_600_000;
const EARTH_RADIUS_KM = 6371.0088;
const DEGREE = Math.PI / 180;

/** The calendar day in Korea: dates without a zone are Korean dates. */
function seoulDay(at: number): number {
  return Math.floor((at + SEOUL_OFFSET) / DAY);
}

type ValueTest = (value: string) => boolean;

function timeTest(accepts: (at: number) => boolean): ValueTest {
  return (value) => {
    const at = parseIsoTime(value);
    return at !== null && accepts(at);
  };
}

function valueTest({ type, values }: AttributeDimension): ValueTest {
  const [from = 0, to = 0] = values.map((value) => parseIsoTime(value) ?? Number.NaN);
  switch (type) {
    case 'INCLUSIVE':
    case 'EXCLUSIVE': {
      const set = new Set(values);
      return (value) => set.has(value);
    }
    case 'CONTAINS':
      return (value) => {
        for (const part of values) if (value.includes(part)) return true;
        return false;
      };
    case 'BEFORE':
      return timeTest((at) => at < from);
    case 'AFTER':
      return timeTest((at) => at > from);
    case 'ON': {
      const day = seoulDay(from);
      return timeTest((at) => seoulDay(at) === day);
    }
    case 'BETWEEN':
      return timeTest((at) => at >= from && at <= to);
  }
}

function compileAttribute(
  name: string,
  dimension: AttributeDimension,
  attributesOf: (customer: Customer, endpoint: Endpoint) => Attributes,
): Predicate {
  const test = valueTest(dimension);
  const onMatch = dimension.type !== 'EXCLUSIVE';
  return (customer, endpoint) => {
    const attributes = attributesOf(customer, endpoint);
    const values = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    if (values === undefined) return !onMatch;
    for (const value of values) if (test(value)) return onMatch;
    return !onMatch;
  };
}

function compileMetric(name: string, { comparison, value }: MetricDimension): Predicate {
  const read = (endpoint: Endpoint): number =>
    Object.hasOwn(endpoint.metrics, name) ? (endpoint.metrics[name] ?? Number.NaN) : Number.NaN;
  // Every comparison with NaN is false: whoever lacks the metric does not match.
  switch (comparison) {
    case 'EQUAL':
      return (_customer, endpoint) => read(endpoint) === value;
    case 'GREATER_THAN':
      return (_customer, endpoint) => read(endpoint) > value;
    case 'LESS_THAN':
      return (_customer, endpoint) => read(endpoint) < value;
    case 'GREATER_THAN_OR_EQUAL':
      return (_customer, endpoint) => read(endpoint) >= value;
    case 'LESS_THAN_OR_EQUAL':
      return (_customer, endpoint) => read(endpoint) <= value;
  }
}

function compileSet({ type, values }: SetDimension, read: (endpoint: Endpoint) => string | undefined): Predicate {
  const set = new Set<string>(values);
  const onMatch = type === 'INCLUSIVE';
  return (_customer, endpoint) => {
    const value = read(endpoint);
    return (value !== undefined && set.has(value)) === onMatch;
  };
}

function compileGpsPoint({ latitude, longitude, rangeInKilometers }: GpsPointDimension): Predicate {
  const cosine = Math.cos(latitude * DEGREE);
  return (_customer, { location }) => {
    if (location.latitude === undefined || location.longitude === undefined) return false;
    const north = Math.sin(((location.latitude - latitude) * DEGREE) / 2);
    const east = Math.sin(((location.longitude - longitude) * DEGREE) / 2);
    const chord = north * north + cosine * Math.cos(location.latitude * DEGREE) * east * east;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord))) <= rangeInKilometers;
  };
}

function compileRecency({ type, days }: RecencyDimension, now: number): Predicate {
  const since = now - days * DAY;
  const isActiveWanted = type === 'ACTIVE';
  return (customer, endpoint) => (customer.activity.lastActiveAt ?? endpoint.effectiveAt) >= since === isActiveWanted;
}

/** The conditions of one entry, each as a predicate. */
function predicatesOf(dimensions: Dimensions, now: number): Predicate[] {
  const { attributes = {}, userAttributes = {}, metrics = {}, demographic = {}, location = {}, recency } = dimensions;
  const predicates: Predicate[] = [];
  if (recency !== undefined) predicates.push(compileRecency(recency, now));
  for (const [name, metric] of Object.entries(metrics)) predicates.push(compileMetric(name, metric));
  const { channel, appVersion, make, model, platform } = demographic;
  if (channel !== undefined) predicates.push(compileSet(channel, (endpoint) => endpoint.channelType));
  if (appVersion !== undefined) predicates.push(compileSet(appVersion, (endpoint) => endpoint.demographic.appVersion));
  if (make !== undefined) predicates.push(compileSet(make, (endpoint) => endpoint.demographic.make));
  if (model !== undefined) predicates.push(compileSet(model, (endpoint) => endpoint.demographic.model));
  if (platform !== undefined) predicates.push(compileSet(platform, (endpoint) => endpoint.demographic.platform));
  const { country, region, city, gpsPoint } = location;
  if (country !== undefined) predicates.push(compileSet(country, (endpoint) => endpoint.location.country));
  if (region !== undefined) predicates.push(compileSet(region, (endpoint) => endpoint.location.region));
  if (city !== undefined) predicates.push(compileSet(city, (endpoint) => endpoint.location.city));
  if (gpsPoint !== undefined) predicates.push(compileGpsPoint(gpsPoint));
  for (const [name, dimension] of Object.entries(attributes)) {
    predicates.push(compileAttribute(name, dimension, (_customer, endpoint) => endpoint.attributes));
  }
  for (const [name, dimension] of Object.entries(userAttributes)) {
    predicates.push(compileAttribute(name, dimension, (customer) => customer.attributes));
  }
  return predicates;
}

/** One predicate that holds when all, any or none of some do. */
export function combine(type: 'ALL' | 'ANY' | 'NONE', predicates: readonly Predicate[]): Predicate {
  const [only] = predicates;
  if (predicates.length === 1 && only !== undefined && type !== 'NONE') return only;
  // ALL fails at the first that does not hold; ANY and NONE are settled by the first that does.
  const settledBy = type !== 'ALL';
  const settled = type === 'ANY';
  return (customer, endpoint) => {
    for (const predicate of predicates) if (predicate(customer, endpoint) === settledBy) return settled;
    return !settled;
  };
}

/** One entry's conditions as one predicate. */
export function compileDimensions(dimensions: Dimensions, now: number): Predicate {
  return combine('ALL', predicatesOf(dimensions, now));
}
