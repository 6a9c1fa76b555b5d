import { mergeConsent } from '../../consent/consent-from-attributes.ts';
import type { CustomerChange } from '../customer-change.ts';
import type { Attributes } from '../customer.ts';
import type { ParsedChange } from './parsed-change.ts';
import { readActivity } from './read-activity.ts';
import { readConsent, readConsentAttributes } from './read-consent.ts';
import { OWN, readEndpoint } from './read-endpoint.ts';
import {
  FieldRefusal,
  checkId,
  readAttributes,
  readId,
  readObject,
  readRoot,
  refuseUnknownFields,
  refusedOr,
  type Fields,
} from './read-fields.ts';

const CUSTOMER_FIELDS = ['id', 'attributes', 'consent', 'activity', 'endpoints', 'importedSegments', 'leftSegments'];

/** 15 active and 15 inactive ones are kept of a customer. */
const MAX_ENDPOINTS = 30;
/** Each costs every read of the customer its id's length. */
export const MAX_IMPORTED_SEGMENTS = 100;

function readList(fields: Fields, name: string, limit: number): readonly unknown[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new FieldRefusal('INVALID_FIELD', `${name} must be a list.`);
  if (value.length > limit) {
    throw new FieldRefusal('TOO_MANY', `${name} has ${value.length} entries; at most ${limit} are allowed.`);
  }
  return value;
}

function readSegmentIds(fields: Fields, name: 'importedSegments' | 'leftSegments'): readonly string[] {
  return readList(fields, name, MAX_IMPORTED_SEGMENTS).map((value) => {
    if (typeof value === 'string') return checkId(value, `An id in ${name}`);
    throw new FieldRefusal('INVALID_FIELD', `${name} must hold ids of segments.`);
  });
}

function valuesOf(attributes: CustomerChange['attributes']): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, readonly string[]] => entry[1] !== null),
  );
}

/** Reads a customer in the fields of our own API; throws a FieldRefusal. */
export function readCustomer(fields: Fields): CustomerChange {
  refuseUnknownFields(fields, CUSTOMER_FIELDS, 'A customer');
  const customerId = readId(fields, 'id', 'id');
  if (customerId === undefined) throw new FieldRefusal('MISSING_FIELD', 'id is missing.');
  const attributes = readAttributes(fields, 'attributes', 'attributes');
  const consent = readConsent(readObject(fields, 'consent'), 'consent');
  const importedSegments = readSegmentIds(fields, 'importedSegments');
  const leftSegments = readSegmentIds(fields, 'leftSegments');
  const both = leftSegments.find((id) => importedSegments.includes(id));
  if (both !== undefined) {
    throw new FieldRefusal('INVALID_FIELD', `leftSegments and importedSegments both name ${JSON.stringify(both)}.`);
  }
  return {
    customerId,
    attributes,
    consent: mergeConsent(readConsentAttributes(valuesOf(attributes), 'attributes'), consent),
    activity: readActivity(readObject(fields, 'activity'), 'activity'),
    endpoints: readList(fields, 'endpoints', MAX_ENDPOINTS).map((value, index) => {
      const path = `endpoints[${index}]`;
      return readEndpoint(readObject({ [path]: value }, path), OWN, path);
    }),
    importedSegments,
    ...(leftSegments.length === 0 ? {} : { leftSegments }),
  };
}

/**
 * Reads what is said of a customer: `{ id, attributes?, consent?, activity?, endpoints?, importedSegments?,
 * leftSegments? }`: the shape in which customers are exported, and the lists they leave.
 */
export function parseCustomer(value: unknown): ParsedChange {
  return refusedOr(() => ({ ok: true, change: readCustomer(readRoot(value)) }));
}
