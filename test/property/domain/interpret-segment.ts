import { channelOf, type Customer, type Endpoint } from '../../../src/domain/customer/index.ts';
import type {
  AttributeDimension,
  ConsentDimension,
  Dimensions,
  EventDimension,
  GroupType,
  SegmentDefinition,
  SegmentGroup,
} from '../../../src/domain/segment/index.ts';

const DAY = 86_400_000;

/** Dates without a time are midnight in Korea. */
function time(text: string): number {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(`${text}T00:00:00+09:00`);
  return /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
}

function koreanDate(at: number): string {
  return Number.isNaN(at) ? 'never' : new Date(at + 9 * 3_600_000).toISOString().slice(0, 10);
}

function holds(type: GroupType, answers: readonly boolean[]): boolean {
  if (type === 'ALL') return answers.every((answer) => answer);
  const some = answers.some((answer) => answer);
  return type === 'ANY' ? some : !some;
}

function attributeHolds({ type, values }: AttributeDimension, present: readonly string[] | undefined): boolean {
  const have = present ?? [];
  const [first = '', second = ''] = values;
  switch (type) {
    case 'INCLUSIVE':
      return have.some((value) => values.includes(value));
    case 'EXCLUSIVE':
      return !have.some((value) => values.includes(value));
    case 'CONTAINS':
      return have.some((value) => values.some((part) => value.includes(part)));
    case 'BEFORE':
      return have.some((value) => time(value) < time(first));
    case 'AFTER':
      return have.some((value) => time(value) > time(first));
    case 'ON':
      return have.some((value) => koreanDate(time(value)) === koreanDate(time(first)));
    case 'BETWEEN':
      return have.some((value) => time(value) >= time(first) && time(value) <= time(second));
  }
}

function own<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.entries(map).find(([key]) => key === name)?.[1];
}

function kilometers(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  // The angle between two vectors: another way to the same distance.
  const vector = (p: { latitude: number; longitude: number }): [number, number, number] => {
    const [lat, lon] = [(p.latitude * Math.PI) / 180, (p.longitude * Math.PI) / 180];
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  };
  const [u, v] = [vector(a), vector(b)];
  const cross = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
  return 6371.0088 * Math.atan2(cross, u[0] * v[0] + u[1] * v[1] + u[2] * v[2]);
}

function conditions(dimensions: Dimensions, customer: Customer, endpoint: Endpoint, now: number): boolean[] {
  const { demographic = {}, location = {}, recency } = dimensions;
  const answers: boolean[] = [];
  for (const [name, dimension] of Object.entries(dimensions.attributes ?? {})) {
    answers.push(attributeHolds(dimension, own(endpoint.attributes, name)));
  }
  for (const [name, dimension] of Object.entries(dimensions.userAttributes ?? {})) {
    answers.push(attributeHolds(dimension, own(customer.attributes, name)));
  }
  for (const [name, { comparison, value }] of Object.entries(dimensions.metrics ?? {})) {
    const have = own(endpoint.metrics, name) ?? Number.NaN;
    const sign = Number.isNaN(have) ? null : Math.sign(have - value);
    const accepted = {
      EQUAL: [0],
      GREATER_THAN: [1],
      LESS_THAN: [-1],
      GREATER_THAN_OR_EQUAL: [0, 1],
      LESS_THAN_OR_EQUAL: [0, -1],
    }[comparison];
    answers.push(sign !== null && accepted.some((wanted) => wanted === sign));
  }
  const sets = [
    [demographic.channel, endpoint.channelType],
    [demographic.appVersion, endpoint.demographic.appVersion],
    [demographic.make, endpoint.demographic.make],
    [location.country, endpoint.location.country],
    [location.city, endpoint.location.city],
  ] as const;
  for (const [set, value] of sets) {
    if (set === undefined) continue;
    const isIn = (set.values as readonly (string | undefined)[]).includes(value);
    answers.push(set.type === 'INCLUSIVE' ? isIn : !isIn);
  }
  if (location.gpsPoint !== undefined) {
    const { latitude, longitude } = endpoint.location;
    const range = location.gpsPoint.rangeInKilometers;
    answers.push(
      latitude !== undefined &&
        longitude !== undefined &&
        kilometers(location.gpsPoint, { latitude, longitude }) <= range + 1e-6,
    );
  }
  if (recency !== undefined) {
    const isActive = now - (customer.activity.lastActiveAt ?? endpoint.effectiveAt) <= recency.days * DAY;
    answers.push(recency.type === 'ACTIVE' ? isActive : !isActive);
  }
  return [...answers, ...customerConditions(dimensions, customer, now)];
}

function timesDone({ event, withinDays, attribute }: EventDimension, { activity }: Customer, now: number): number {
  const known = own(activity.events ?? {}, event);
  const byValue = known === undefined ? {} : (own(known.attributes ?? {}, attribute?.name ?? '') ?? {});
  const counts =
    attribute === undefined ? (known?.days ?? []) : attribute.values.flatMap((value) => own(byValue, value) ?? []);
  const today = Date.parse(`${koreanDate(now)}T00:00:00Z`) / DAY;
  // Today is the first of the days within.
  return counts
    .filter(([day]) => today - day >= 0 && today - day <= withinDays - 1)
    .reduce((sum, [, count]) => sum + count, 0);
}

function consentIs({ channel, kind, type }: ConsentDimension, { consent }: Customer, now: number): boolean {
  const record = consent[channel];
  const decision = kind === 'AD' ? record?.ad : record?.night;
  const isGiven = decision?.state === 'GRANTED' && decision.at <= now;
  const twoYearsAgo = new Date(now);
  twoYearsAgo.setUTCFullYear(twoYearsAgo.getUTCFullYear() - 2);
  const isOld = isGiven && decision.at <= twoYearsAgo.getTime();
  return { GRANTED: isGiven && !isOld, STALE: isOld, NOT_GRANTED: !isGiven }[type];
}

function customerConditions(dimensions: Dimensions, customer: Customer, now: number): boolean[] {
  const { activeCustomer, events = [], consent = [], reach, importedSegments } = dimensions;
  const answers: boolean[] = [];
  if (activeCustomer !== undefined) {
    const isActive = now - (customer.activity.lastActiveAt ?? -Infinity) <= activeCustomer.days * DAY;
    answers.push(activeCustomer.type === 'ACTIVE' ? isActive : !isActive);
  }
  for (const event of events) {
    const isDone = timesDone(event, customer, now) >= event.atLeast;
    answers.push(event.type === 'DID' ? isDone : !isDone);
  }
  for (const dimension of consent) answers.push(consentIs(dimension, customer, now));
  if (reach !== undefined) {
    const sendable = customer.endpoints.filter((e) => e.address !== '' && e.optOut !== 'ALL' && e.status === 'ACTIVE');
    const isReached = sendable.some((e) => reach.values.some((channel) => channel === channelOf(e.channelType)));
    answers.push(reach.type === 'INCLUSIVE' ? isReached : !isReached);
  }
  if (importedSegments !== undefined) {
    const isOn = importedSegments.values.some((id) => customer.importedSegments?.includes(id));
    answers.push(importedSegments.type === 'INCLUSIVE' ? isOn : !isOn);
  }
  return answers;
}

type Sources = Readonly<Record<string, SegmentDefinition>>;

function groupMatches(
  { type, dimensions, sourceType, sourceSegmentIds }: SegmentGroup,
  customer: Customer,
  endpoint: Endpoint,
  now: number,
  sources: Sources,
): boolean {
  const byDimensions =
    dimensions.length === 0 ||
    holds(
      type,
      dimensions.map((entry) => conditions(entry, customer, endpoint, now).every((answer) => answer)),
    );
  const bySources =
    sourceSegmentIds.length === 0 ||
    holds(
      sourceType,
      sourceSegmentIds.map((id) => {
        const source = sources[id];
        return source !== undefined && endpointMatches(source, customer, endpoint, now, sources);
      }),
    );
  return byDimensions && bySources;
}

function endpointMatches(
  definition: SegmentDefinition,
  customer: Customer,
  endpoint: Endpoint,
  now: number,
  sources: Sources,
): boolean {
  const isExcluded = (definition.exclude ?? []).some((group) =>
    customer.endpoints.some((any) => groupMatches(group, customer, any, now, sources)),
  );
  const answers = definition.groups.map((group) => groupMatches(group, customer, endpoint, now, sources));
  return holds(definition.include, answers) && !isExcluded;
}

/** The meaning of a definition written down as plainly as possible, to hold the compiled one against. */
export function interpretSegment(
  definition: SegmentDefinition,
  customer: Customer,
  now: number,
  sources: Sources = {},
): boolean {
  return customer.endpoints.some((endpoint) => endpointMatches(definition, customer, endpoint, now, sources));
}
