import type { Customer, Demographic, Endpoint, Location } from '../customer/customer.ts';
import type { Value } from './value.ts';
import { readNameText } from '../name.ts';
import { isBlank } from '../trim-text.ts';

/** Reads one variable of a recipient. */
export type VariableReader = (customer: Customer, endpoint: Endpoint) => Value;

function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

const ENDPOINT_FIELDS: Readonly<Record<string, VariableReader>> = {
  Address: (_customer, endpoint) => endpoint.address,
  ChannelType: (_customer, endpoint) => endpoint.channelType,
  CreationDate: (_customer, endpoint) => isoTime(endpoint.createdAt),
  EffectiveDate: (_customer, endpoint) => isoTime(endpoint.effectiveAt),
  EndpointStatus: (_customer, endpoint) => endpoint.status,
  Id: (_customer, endpoint) => endpoint.id,
  OptOut: (_customer, endpoint) => endpoint.optOut,
  RequestId: (_customer, endpoint) => endpoint.requestId,
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
function readOwn(
  name: string,
  fieldsOf: (customer: Customer, endpoint: Endpoint) => Readonly<Record<string, Value>>,
): VariableReader {
  return name in Object.prototype
    ? (customer, endpoint) => own(fieldsOf(customer, endpoint), name)
    : (customer, endpoint) => fieldsOf(customer, endpoint)[name];
}

/** The reader of a single-valued variable such as `Address`, `Location.City`, `Metrics.visits` or `User.UserId`. */
function scalarReader(parts: readonly string[]): VariableReader | undefined {
  const [root = '', name] = parts;
  if (parts.length === 1) return own(ENDPOINT_FIELDS, root);
  if (name === undefined || parts.length !== 2) return undefined;
  switch (root) {
    case 'Metrics': {
      const metric = nameOf(name);
      return metric === undefined ? undefined : readOwn(metric, (_customer, endpoint) => endpoint.metrics);
    }
    case 'Demographic': {
      const field = own(DEMOGRAPHIC_FIELDS, name);
      return field === undefined ? undefined : (_customer, endpoint) => endpoint.demographic[field];
    }
    case 'Location': {
      const field = own(LOCATION_FIELDS, name);
      return field === undefined ? undefined : (_customer, endpoint) => endpoint.location[field];
    }
    case 'User':
      return name === 'UserId' ? (customer) => customer.id : undefined;
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
      : { reader: readOwn(name, (_customer, endpoint) => endpoint.attributes), path: [root, name] };
  }
  if (root === 'User' && second === 'UserAttributes') {
    const name = nameOf(parts[2]);
    return name === undefined
      ? undefined
      : { reader: readOwn(name, (customer) => customer.attributes), path: [root, second, name] };
  }
  return undefined;
}

/** Forms and exports leave `[""]` or `[" "]` where somebody has no value. */
function isMissing(value: Value): boolean {
  if (typeof value === 'string') return isBlank(value);
  return value === undefined || (typeof value === 'object' && value.every(isBlank));
}

/** What is missing is the default, or nothing at all: `#if` and `print` treat it alike. */
function withDefault(reader: VariableReader, text: string | undefined): VariableReader {
  return (customer, endpoint) => {
    const value = reader(customer, endpoint);
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
  if (parts.length === path.length) return withDefault(reader, text);
  const index = parts[path.length];
  if (parts.length !== path.length + 1 || index === undefined || !/^\d{1,4}$/.test(index)) return undefined;
  const at = Number(index);
  return withDefault((customer, endpoint) => {
    const value = reader(customer, endpoint);
    return typeof value === 'object' ? value[at] : undefined;
  }, text);
}
