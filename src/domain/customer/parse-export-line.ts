import { consentFromAttributes } from '../consent/consent-from-attributes.ts';
import type { Consent } from '../consent/consent.ts';
import { parseIsoTime } from '../consent/parse-time.ts';
import type { Refused } from '../result.ts';
import { CHANNEL_TYPES, isChannelType, type ChannelType } from './channel.ts';
import type { Attributes, Demographic, Endpoint, Location } from './customer.ts';
import {
  FieldRefusal,
  readAttributes,
  readId,
  readLine,
  readMetrics,
  readNumber,
  readObject,
  readRequiredText,
  readText,
  type Fields,
  type ImportErrorCode,
} from './export-fields.ts';

/** Pinpoint's limit for one endpoint. */
const MAX_ENDPOINT_BYTES = 15 * 1024;

/** A push token may be long; the line's own limit is what bounds it. */
const MAX_ADDRESS = MAX_ENDPOINT_BYTES;

/** One line of an endpoint export, read and checked. */
export type ExportLine = {
  readonly ok: true;
  readonly customerId: string;
  readonly endpoint: Endpoint;
  readonly userAttributes: Attributes;
  readonly consent: Consent;
};

function utf8Length(text: string): number {
  return text.length * 3 <= MAX_ENDPOINT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function readChannelType(fields: Fields): ChannelType {
  const text = readRequiredText(fields, 'ChannelType', 'ChannelType');
  if (isChannelType(text)) return text;
  throw new FieldRefusal(
    'UNKNOWN_CHANNEL',
    `ChannelType ${JSON.stringify(text.slice(0, 50))} is unknown. Use one of ${CHANNEL_TYPES.join(', ')}.`,
  );
}

function readChoice<T extends string>(fields: Fields, name: string, choices: readonly [T, T]): T {
  const text = readText(fields, name, name);
  if (text === undefined) return choices[0];
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new FieldRefusal('INVALID_FIELD', `${name} must be ${choices.join(' or ')}.`);
  return choice;
}

function readTime(fields: Fields, name: string): number | undefined {
  const text = readText(fields, name, name);
  if (text === undefined) return undefined;
  const time = parseIsoTime(text);
  if (time === null) throw new FieldRefusal('INVALID_FIELD', `${name} must be an ISO 8601 time.`);
  return time;
}

/** Only what is there: an absent field and an undefined one are different things in a stored item. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

function readDemographic(line: Fields): Demographic {
  const fields = readObject(line, 'Demographic');
  const read = (name: string): string | undefined => readText(fields, name, `Demographic.${name}`);
  return present<Demographic>({
    appVersion: read('AppVersion'),
    locale: read('Locale'),
    make: read('Make'),
    model: read('Model'),
    modelVersion: read('ModelVersion'),
    platform: read('Platform'),
    platformVersion: read('PlatformVersion'),
    timezone: read('Timezone'),
  });
}

function readLocation(line: Fields): Location {
  const fields = readObject(line, 'Location');
  const read = (name: string): string | undefined => readText(fields, name, `Location.${name}`);
  return present<Location>({
    city: read('City'),
    country: read('Country'),
    region: read('Region'),
    postalCode: read('PostalCode'),
    latitude: readNumber(fields, 'Latitude', 'Location.Latitude', 90),
    longitude: readNumber(fields, 'Longitude', 'Location.Longitude', 180),
  });
}

function readEndpoint(line: Fields): Endpoint {
  const createdAt = readTime(line, 'CreationDate');
  const requestId = readId(line, 'RequestId', 'RequestId');
  return {
    id: readRequiredText(line, 'Id', 'Id'),
    channelType: readChannelType(line),
    address: readRequiredText(line, 'Address', 'Address', MAX_ADDRESS),
    status: readChoice(line, 'EndpointStatus', ['ACTIVE', 'INACTIVE']),
    optOut: readChoice(line, 'OptOut', ['NONE', 'ALL']),
    effectiveAt: readTime(line, 'EffectiveDate') ?? createdAt ?? 0,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(requestId === undefined ? {} : { requestId }),
    attributes: readAttributes(line, 'Attributes', 'Attributes'),
    metrics: readMetrics(line, 'Metrics', 'Metrics'),
    demographic: readDemographic(line),
    location: readLocation(line),
  };
}

/**
 * Reads one line of a Pinpoint endpoint export (NDJSON of EndpointResponse). An endpoint without a user becomes the
 * customer `endpoint:<Id>`.
 */
export function parseExportLine(text: string): ExportLine | Refused<ImportErrorCode> {
  try {
    const bytes = utf8Length(text);
    if (bytes > MAX_ENDPOINT_BYTES) {
      throw new FieldRefusal(
        'TOO_LARGE',
        `The endpoint has ${bytes} bytes; at most ${MAX_ENDPOINT_BYTES} are allowed.`,
      );
    }
    const line = readLine(text);
    const endpoint = readEndpoint(line);
    const user = readObject(line, 'User');
    const userAttributes = readAttributes(user, 'UserAttributes', 'User.UserAttributes');
    return {
      ok: true,
      customerId: readId(user, 'UserId', 'User.UserId') ?? `endpoint:${endpoint.id}`,
      endpoint,
      userAttributes,
      consent: consentFromAttributes(userAttributes),
    };
  } catch (error) {
    if (error instanceof FieldRefusal) return error.refused;
    throw error;
  }
}
