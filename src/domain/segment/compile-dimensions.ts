import type { Endpoint } from '../customer/customer.ts';
import { compileAttribute } from './compile-attribute.ts';
import {
  compileActiveCustomer,
  compileConsent,
  compileEvent,
  compileImportedSegments,
  compileReach,
} from './compile-customer-dimensions.ts';
import type { Dimensions, GpsPointDimension, MetricDimension, RecencyDimension, SetDimension } from './definition.ts';
import { combine, oneOf, readerOf, type Predicate } from './predicate.ts';

const DAY = 86_400_000;
const EARTH_RADIUS_KM = 6371.0088;
const DEGREE = Math.PI / 180;

function compileMetric(name: string, { comparison, value }: MetricDimension): Predicate {
  const readOwn = readerOf<number>(name);
  const read = (endpoint: Endpoint): number => readOwn(endpoint.metrics) ?? Number.NaN;
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
  const isIn = oneOf(values);
  const onMatch = type === 'INCLUSIVE';
  return (_customer, endpoint) => {
    const value = read(endpoint);
    return (value !== undefined && isIn(value)) === onMatch;
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

/** The conditions of one entry, each as a predicate, those that are quick to look up first. */
function predicatesOf(dimensions: Dimensions, now: number): Predicate[] {
  const { attributes = {}, userAttributes = {}, metrics = {}, demographic = {}, location = {} } = dimensions;
  const { recency, activeCustomer, events = [], consent = [], reach, importedSegments } = dimensions;
  const predicates: Predicate[] = [];
  if (recency !== undefined) predicates.push(compileRecency(recency, now));
  if (activeCustomer !== undefined) predicates.push(compileActiveCustomer(activeCustomer, now));
  if (importedSegments !== undefined) predicates.push(compileImportedSegments(importedSegments));
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
  for (const decision of consent) predicates.push(compileConsent(decision, now));
  if (reach !== undefined) predicates.push(compileReach(reach));
  if (gpsPoint !== undefined) predicates.push(compileGpsPoint(gpsPoint));
  for (const [name, dimension] of Object.entries(attributes)) {
    predicates.push(compileAttribute(name, dimension, (_customer, endpoint) => endpoint.attributes));
  }
  for (const [name, dimension] of Object.entries(userAttributes)) {
    predicates.push(compileAttribute(name, dimension, (customer) => customer.attributes));
  }
  for (const event of events) predicates.push(compileEvent(event, now));
  return predicates;
}

/** One entry's conditions as one predicate. */
export function compileDimensions(dimensions: Dimensions, now: number): Predicate {
  return combine('ALL', predicatesOf(dimensions, now));
}
