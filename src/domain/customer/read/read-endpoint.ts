import { readAddress } from '../address.ts';
import { CHANNEL_TYPES, isChannelType, type ChannelType } from '../channel.ts';
import { LIMITS } from '../../limits.ts';
import type { EndpointChange, FieldChanges } from '../customer-change.ts';
import { ENDPOINT_STATUSES, OPT_OUTS, type Demographic, type Location } from '../customer.ts';
import {
  FieldRefusal,
  readAttributes,
  readId,
  readMetrics,
  readNumber,
  readObject,
  readWord,
  refuseUnknownFields,
  type Fields,
} from './read-fields.ts';
import { refuseMisplacedConsent } from './read-consent.ts';
import { readIsoTime, readTime } from './read-time.ts';
import { unreadFields } from './unread-fields.ts';

/** Pinpoint's limit for one endpoint; a push token may be long, and this is what bounds it. */
export const MAX_ENDPOINT_BYTES = LIMITS.endpoint.max;

const ENDPOINT_FIELDS = [
  'id',
  'channelType',
  'address',
  'status',
  'optOut',
  'effectiveAt',
  'createdAt',
  'requestId',
  'attributes',
  'metrics',
  'demographic',
  'location',
] as const;

const DEMOGRAPHIC_FIELDS = [
  'appVersion',
  'locale',
  'make',
  'model',
  'modelVersion',
  'platform',
  'platformVersion',
  'timezone',
] as const;

const PLACE_FIELDS = ['city', 'country', 'region', 'postalCode'] as const;
const DEGREE_FIELDS = ['latitude', 'longitude'] as const;

/** How a format spells the fields of an endpoint. */
export type Dialect = {
  readonly spell: (field: string) => string;
  readonly readTime: (fields: Fields, name: string, path: string) => number | undefined;
  readonly refusesUnknown: boolean;
};

const PINPOINT_NAMES: Readonly<Record<string, string>> = {
  status: 'EndpointStatus',
  effectiveAt: 'EffectiveDate',
  createdAt: 'CreationDate',
};

/** Pinpoint's EndpointResponse and segment imports; what of them has no meaning here is told by `unreadOfPinpoint`. */
export const PINPOINT: Dialect = {
  spell: (field) => PINPOINT_NAMES[field] ?? field.charAt(0).toUpperCase() + field.slice(1),
  readTime: readIsoTime,
  refusesUnknown: false,
};

/** The fields of our own API. */
export const OWN: Dialect = { spell: (field) => field, readTime, refusesUnknown: true };

/** Pinpoint's own bookkeeping, which says nothing of a person. */
const BOOKKEEPING = ['ApplicationId', 'CohortId'];

/** The paths of the fields of a row of Pinpoint's that say something and that nobody reads. */
export function unreadOfPinpoint(row: Fields): readonly string[] {
  const spell = (fields: readonly string[]): string[] => fields.map(PINPOINT.spell);
  return [
    ...unreadFields(row, [...spell(ENDPOINT_FIELDS), 'User', ...BOOKKEEPING], ''),
    ...unreadFields(readObject(row, 'User'), ['UserId', 'UserAttributes'], 'User'),
    ...unreadFields(readObject(row, 'Demographic'), spell(DEMOGRAPHIC_FIELDS), 'Demographic'),
    ...unreadFields(readObject(row, 'Location'), spell([...PLACE_FIELDS, ...DEGREE_FIELDS]), 'Location'),
  ];
}

function readChannelType(fields: Fields, name: string, path: string): ChannelType | undefined {
  const text = readWord(fields, name, path);
  if (text === undefined) return text;
  const type = text.toUpperCase();
  if (isChannelType(type)) return type;
  throw new FieldRefusal(
    'UNKNOWN_CHANNEL',
    `${path} ${JSON.stringify(text.slice(0, 50))} is unknown. Use one of ${CHANNEL_TYPES.join(', ')}.`,
  );
}

function readChoice<T extends string>(
  fields: Fields,
  name: string,
  path: string,
  choices: readonly T[],
): T | undefined {
  const text = readWord(fields, name, path);
  if (text === undefined) return undefined;
  // Written small it means the same, and a refusal that is not read is a message that nobody wants.
  const choice = choices.find((candidate) => candidate === text.toUpperCase());
  if (choice === undefined) throw new FieldRefusal('INVALID_FIELD', `${path} must be ${choices.join(' or ')}.`);
  return choice;
}

/** An address as every way in reads it. Without its type only the endpoint that is known can say what it must be. */
function readAddressField(
  fields: Fields,
  name: string,
  path: string,
  channelType: ChannelType | undefined,
): string | undefined {
  const text = readWord(fields, name, path, MAX_ENDPOINT_BYTES);
  if (text === undefined || channelType === undefined) return text;
  const read = readAddress(channelType, text);
  if (!read.ok) throw new FieldRefusal(read.error.code, `${path}: ${read.error.message}`);
  return read.address;
}

/** Only what is there: an absent field and an undefined one are different things in a stored item. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

/** What an object says of `names`: a value, or null for what is taken away. */
function readFields<Name extends string, Value>(
  fields: Fields,
  names: readonly Name[],
  dialect: Dialect,
  read: (name: string, field: Name) => Value | undefined,
): { [N in Name]?: Value | null } {
  const changes: { [N in Name]?: Value | null } = {};
  for (const field of names) {
    const name = dialect.spell(field);
    const value = read(name, field);
    if (value !== undefined) changes[field] = value;
    else if (Object.hasOwn(fields, name) && fields[name] === null) changes[field] = null;
  }
  return changes;
}

function readNested(parent: Fields, dialect: Dialect, name: string, path: string, known: readonly string[]): Fields {
  const fields = readObject(parent, name, path);
  if (dialect.refusesUnknown) refuseUnknownFields(fields, known.map(dialect.spell), path);
  return fields;
}

function readDemographic(parent: Fields, dialect: Dialect, path: string): FieldChanges<Demographic> {
  const fields = readNested(parent, dialect, dialect.spell('demographic'), path, DEMOGRAPHIC_FIELDS);
  return readFields(fields, DEMOGRAPHIC_FIELDS, dialect, (name) => readWord(fields, name, `${path}.${name}`));
}

function readLocation(parent: Fields, dialect: Dialect, path: string): FieldChanges<Location> {
  const known = [...PLACE_FIELDS, ...DEGREE_FIELDS];
  const fields = readNested(parent, dialect, dialect.spell('location'), path, known);
  return {
    ...readFields(fields, PLACE_FIELDS, dialect, (name) => readWord(fields, name, `${path}.${name}`)),
    ...readFields(fields, DEGREE_FIELDS, dialect, (name, field) =>
      readNumber(fields, name, `${path}.${name}`, field === 'latitude' ? 90 : 180),
    ),
  };
}

/** Reads what is said of one endpoint; `path` is where it stands in the row (empty: it is the row). */
export function readEndpoint(fields: Fields, dialect: Dialect, path = ''): EndpointChange {
  const spell = dialect.spell;
  const at = (field: string): string => (path === '' ? spell(field) : `${path}.${spell(field)}`);
  if (dialect.refusesUnknown) refuseUnknownFields(fields, ENDPOINT_FIELDS, path === '' ? 'The endpoint' : path);
  const channelType = readChannelType(fields, spell('channelType'), at('channelType'));
  const read = present({
    id: readId(fields, spell('id'), at('id')),
    channelType,
    address: readAddressField(fields, spell('address'), at('address'), channelType),
    status: readChoice(fields, spell('status'), at('status'), ENDPOINT_STATUSES),
    optOut: readChoice(fields, spell('optOut'), at('optOut'), OPT_OUTS),
    effectiveAt: dialect.readTime(fields, spell('effectiveAt'), at('effectiveAt')),
    createdAt: dialect.readTime(fields, spell('createdAt'), at('createdAt')),
    requestId: readId(fields, spell('requestId'), at('requestId')),
  });
  const attributes = readAttributes(fields, spell('attributes'), at('attributes'));
  refuseMisplacedConsent(attributes, at('attributes'));
  return {
    ...read,
    attributes,
    metrics: readMetrics(fields, spell('metrics'), at('metrics')),
    demographic: readDemographic(fields, dialect, at('demographic')),
    location: readLocation(fields, dialect, at('location')),
    isSnapshot: false,
  };
}
