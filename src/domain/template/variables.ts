import type { Demographic, Location } from '../customer/customer.ts';
import type { Frame, Value } from './value.ts';
import { readNameText } from '../name.ts';
import { isBlank } from '../trim-text.ts';

/** Whose variables are read. */
type Recipient = Pick<Frame, 'customer' | 'endpoint'>;

/** Reads one variable of a recipient. */
type VariableReader = (recipient: Recipient) => Value;

function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

const ENDPOINT_FIELDS: Readonly<Record<string, VariableReader>> = {
  Address: ({ endpoint }) => endpoint.address,
  ChannelType: ({ endpoint }) => endpoint.channelType,
  CreationDate: ({ endpoint }) => isoTime(endpoint.createdAt),
  EffectiveDate: ({ endpoint }) => isoTime(endpoint.effectiveAt),
  EndpointStatus: ({ endpoint }) => endpoint.status,
  Id: ({ endpoint }) => endpoint.id,
  OptOut: ({ endpoint }) => endpoint.optOut,
  RequestId: ({ endpoint }) => endpoint.requestId,
};

const DEMOGRAPHIC_FIELDS: Readonly<Record<string, keyof Demographic>> = {
  AppVersion: 'appVersion',
  Locale: 'locale',
  Make: 'make',
  Model: 'model',
  ModelVersion: 'modelVersion',
  Platform: 'platform',
  PlatformVersion: 'platformVersion',
  Timezone: 'timezone',
};

const LOCATION_FIELDS: Readonly<Record<string, keyof Location>> = {
  City: 'city',
  Country: 'country',
  Latitude: 'latitude',
  Longitude: 'longitude',
  PostalCode: 'postalCode',
  Region: 'region',
};

function own<T>(fields: Readonly<Record<string, T>>, name: string): T | undefined {
  // A customer attribute may be called `constructor`.
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/**
 * A reader of one name of a customer's own fields. Whether every object inherits something by that name is asked once,
 * when the template is compiled, and not for each of millions of recipients.
 */
function readOwn(name: string, fieldsOf: (recipient: Recipient) => Readonly<Record<string, Value>>): VariableReader {
  return name in Object.prototype
    ? (recipient) => own(fieldsOf(recipient), name)
    : (recipient) => fieldsOf(recipient)[name];
}

/** The same of a customer's attributes. */
function readAttribute(name: string): VariableReader {
  return readOwn(name, ({ customer }) => customer.attributes);
}

/** The reader of a single-valued variable such as `Address`, `Location.City`, `Metrics.visits` or `User.UserId`. */
function scalarReader(parts: readonly string[]): VariableReader | undefined {
  const [root = '', name] = parts;
  if (parts.length === 1) return own(ENDPOINT_FIELDS, root);
  if (name === undefined || parts.length !== 2) return undefined;
  switch (root) {
    case 'Metrics': {
      const metric = nameOf(name);
      return metric === undefined ? undefined : readOwn(metric, ({ endpoint }) => endpoint.metrics);
    }
    case 'Demographic': {
      const field = own(DEMOGRAPHIC_FIELDS, name);
      return field === undefined ? undefined : ({ endpoint }) => endpoint.demographic[field];
    }
    case 'Location': {
      const field = own(LOCATION_FIELDS, name);
      return field === undefined ? undefined : ({ endpoint }) => endpoint.location[field];
    }
    case 'User':
      return name === 'UserId' ? ({ customer }) => customer.id : undefined;
    default:
      return undefined;
  }
}

/** A name in a path as customers have it; of what can be no name nobody has a value. */
function nameOf(part: string | undefined): string | undefined {
  const read = part === undefined ? undefined : readNameText(part);
  return read?.ok === true ? read.name : undefined;
}

/** The reader of a custom attribute, which is a list, and the part of the path that names it. */
function listReader(parts: readonly string[]): { reader: VariableReader; path: readonly string[] } | undefined {
  const [root, second] = parts;
  if (root === 'Attributes') {
    const name = nameOf(second);
    return name === undefined
      ? undefined
      : { reader: readOwn(name, ({ endpoint }) => endpoint.attributes), path: [root, name] };
  }
  if (root === 'User' && second === 'UserAttributes') {
    const name = nameOf(parts[2]);
    return name === undefined ? undefined : { reader: readAttribute(name), path: [root, second, name] };
  }
  return undefined;
}

/** Forms and exports leave `[""]` or `[" "]` where somebody has no value. */
function isMissing(value: Value): boolean {
  if (typeof value === 'string') return isBlank(value);
  if (typeof value !== 'object') return value === undefined;
  for (const text of value) if (!isBlank(text)) return false;
  return true;
}

/** What is missing is the default, or nothing at all: `#if` and `print` treat it alike. */
function withDefault(reader: VariableReader, text: string | undefined): VariableReader {
  return (recipient) => {
    const value = reader(recipient);
    return isMissing(value) ? text : value;
  };
}

/** The same of an attribute of the customer, which nearly every template prints: in one function, for it is called for each. */
function readAttributeOr(name: string, text: string | undefined): VariableReader {
  if (name in Object.prototype) return withDefault(readAttribute(name), text);
  return ({ customer }) => {
    const value = customer.attributes[name];
    return isMissing(value) ? text : value;
  };
}

/** The path without a list index, in one spelling: the key of a default. */
export function variableName(parts: readonly string[]): string {
  const list = listReader(parts);
  const [root, name] = parts;
  if (root === 'Metrics') return [root, nameOf(name) ?? name].join('.');
  return (list?.path ?? parts).join('.');
}

/** The reader of a variable by its path, or undefined when no such variable exists. */
export function readerOf(parts: readonly string[], defaults: ReadonlyMap<string, string>): VariableReader | undefined {
  const text = defaults.get(variableName(parts));
  const list = listReader(parts);
  if (list === undefined) {
    const reader = scalarReader(parts);
    return reader === undefined ? undefined : withDefault(reader, text);
  }
  const { reader, path } = list;
  if (parts.length === path.length) {
    const [root, , attribute] = path;
    return root === 'User' && attribute !== undefined ? readAttributeOr(attribute, text) : withDefault(reader, text);
  }
  const index = parts[path.length];
  if (parts.length !== path.length + 1 || index === undefined || !/^\d{1,4}$/.test(index)) return undefined;
  const at = Number(index);
  return withDefault((recipient) => {
    const value = reader(recipient);
    return typeof value === 'object' ? value[at] : undefined;
  }, text);
}
