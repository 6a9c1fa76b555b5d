import { channelOf, CHANNEL_TYPES, type Customer, type Endpoint } from '../../../src/domain/customer/index.ts';
import type { Dimensions, GroupType, SegmentDefinition } from '../../../src/domain/segment/index.ts';

const DAY = 86_400_000;

type Query = Record<string, unknown>;

/** What a query is asked about: a customer, and one endpoint of theirs. */
export function documentsOf(customer: Customer): { readonly customer: Customer; readonly endpoint: Endpoint }[] {
  return customer.endpoints.map((endpoint) => ({ customer, endpoint }));
}

function combined(type: GroupType, queries: readonly Query[]): Query {
  return { [{ ALL: '$and', ANY: '$or', NONE: '$nor' }[type]]: queries };
}

function isSet({ type, values }: { readonly type: string; readonly values: readonly string[] }): Query {
  return { [type === 'INCLUSIVE' ? '$in' : '$nin']: values };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function attributeQueries(of: string, attributes: Dimensions['attributes'] = {}): Query[] {
  return Object.entries(attributes).map(([name, { type, values }]) =>
    type === 'CONTAINS'
      ? combined(
          'ANY',
          values.map((value) => ({ [`${of}.attributes.${name}`]: { $regex: escaped(value) } })),
        )
      : { [`${of}.attributes.${name}`]: isSet({ type, values }) },
  );
}

const METRIC_OPERATORS = {
  EQUAL: '$eq',
  GREATER_THAN: '$gt',
  LESS_THAN: '$lt',
  GREATER_THAN_OR_EQUAL: '$gte',
  LESS_THAN_OR_EQUAL: '$lte',
} as const;

function sendable(channels: readonly string[]): Query {
  const types = CHANNEL_TYPES.filter((type) => channels.includes(channelOf(type) ?? ''));
  return { status: 'ACTIVE', optOut: 'NONE', address: { $ne: '' }, channelType: { $in: types } };
}

function entryQuery(dimensions: Dimensions, now: number): Query {
  const { attributes, userAttributes, metrics = {}, demographic = {}, location = {} } = dimensions;
  const { recency, activeCustomer, reach, importedSegments } = dimensions;
  const queries = [...attributeQueries('endpoint', attributes), ...attributeQueries('customer', userAttributes)];
  for (const [name, { comparison, value }] of Object.entries(metrics)) {
    queries.push({ [`endpoint.metrics.${name}`]: { [METRIC_OPERATORS[comparison]]: value } });
  }
  const { channel, ...demographics } = demographic;
  if (channel !== undefined) queries.push({ 'endpoint.channelType': isSet(channel) });
  for (const [name, set] of Object.entries(demographics)) {
    queries.push({ [`endpoint.demographic.${name}`]: isSet(set) });
  }
  const { country, region, city } = location;
  for (const [name, set] of Object.entries({ country, region, city })) {
    if (set !== undefined) queries.push({ [`endpoint.location.${name}`]: isSet(set) });
  }
  if (recency !== undefined) {
    const since = { $gte: now - recency.days * DAY };
    const isActive = combined('ANY', [
      { 'customer.activity.lastActiveAt': since },
      { 'customer.activity.lastActiveAt': { $exists: false }, 'endpoint.effectiveAt': since },
    ]);
    queries.push(recency.type === 'ACTIVE' ? isActive : combined('NONE', [isActive]));
  }
  if (activeCustomer !== undefined) {
    const isActive = { 'customer.activity.lastActiveAt': { $gte: now - activeCustomer.days * DAY } };
    queries.push(activeCustomer.type === 'ACTIVE' ? isActive : combined('NONE', [isActive]));
  }
  if (reach !== undefined) {
    const isReached = { 'customer.endpoints': { $elemMatch: sendable(reach.values) } };
    queries.push(reach.type === 'INCLUSIVE' ? isReached : combined('NONE', [isReached]));
  }
  if (importedSegments !== undefined) queries.push({ 'customer.importedSegments': isSet(importedSegments) });
  return combined('ALL', queries);
}

/** A definition as a MongoDB query; without dates, distances, events, consent, sources and exclusions. */
export function mingoQuery({ include, groups }: SegmentDefinition, now: number): Query {
  const queries = groups.map(({ type, dimensions }) =>
    combined(
      type,
      dimensions.map((entry) => entryQuery(entry, now)),
    ),
  );
  return combined(include, queries);
}
