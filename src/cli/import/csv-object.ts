import type { ChannelType } from '../../domain/customer/index.ts';
import type { ColumnTarget } from './map-columns.ts';
import { toE164, type Country } from './phone-number.ts';

type Json = { [name: string]: unknown };

/** Objects without a prototype: `__proto__` is a name like any other here, and is refused where names are checked. */
function empty(): Json {
  const made: Json = {};
  Object.setPrototypeOf(made, null);
  return made;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(parent: Json, name: string): Json {
  const known = parent[name];
  if (isJson(known)) return known;
  const made = empty();
  parent[name] = made;
  return made;
}

/** Text that is not a number stays as it is, so that it is refused with its row. */
function numberOr(text: string): number | string {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : text;
}

function put(row: Json, path: readonly string[], form: 'text' | 'number' | 'list', cell: string): void {
  const parent = path.slice(0, -1).reduce(child, row);
  const name = path.at(-1) ?? '';
  if (form === 'list') {
    const known = parent[name];
    parent[name] = Array.isArray(known) ? known.concat(cell) : [cell];
  } else {
    parent[name] = form === 'number' ? numberOr(cell) : cell;
  }
}

function camel(fields: unknown): Json {
  const made = empty();
  for (const [name, value] of Object.entries(isJson(fields) ? fields : {}))
    made[name.charAt(0).toLowerCase() + name.slice(1)] = value;
  return made;
}

/** One person with several endpoints, in the fields of our own API. */
function customerOf(row: Json, addresses: readonly (readonly [ChannelType, string])[]): Json {
  const { User, Attributes, Metrics, Demographic, Location, EndpointStatus, OptOut, EffectiveDate } = row;
  const user = isJson(User) ? User : empty();
  return {
    id: user['UserId'],
    attributes: user['UserAttributes'],
    endpoints: addresses.map(([channelType, address]) => ({
      channelType,
      address,
      status: EndpointStatus,
      optOut: OptOut,
      effectiveAt: EffectiveDate,
      attributes: Attributes,
      metrics: Metrics,
      demographic: camel(Demographic),
      location: camel(Location),
    })),
  };
}

/** Pinpoint's own columns, `ChannelType` and `Address`, may hold a phone number as well. */
function withPhone(row: Json, country: Country): Json | null {
  const { ChannelType, Address } = row;
  if (typeof Address !== 'string') return row;
  const address = addressOf(ChannelType, Address, country);
  return address === null ? null : Object.assign(row, { Address: address });
}

/** An address as it is kept; null for a phone number that is none. */
function addressOf(channelType: unknown, text: string, country: Country): string | null {
  return channelType === 'SMS' || channelType === 'VOICE' ? toE164(text, country) : text;
}

/**
 * A record of a CSV as the object that a line of an import holds; null when a phone number in it is none. Empty cells say
 * nothing; a header that comes several times makes a list; several address columns make several endpoints.
 */
export function csvObject(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
  country: Country = 'KR',
): Json | null {
  const row = empty();
  const addresses: (readonly [ChannelType, string])[] = [];
  for (const [index, target] of targets.entries()) {
    const cell = cells[index] ?? '';
    if (cell === '') continue;
    if (target.kind === 'address') {
      const address = addressOf(target.channelType, cell.trim(), country);
      if (address === null) return null;
      addresses.push([target.channelType, address]);
    } else if (target.kind === 'field') put(row, target.path, target.form, cell);
  }
  const [only, ...others] = addresses;
  if (only === undefined) return withPhone(row, country);
  if (others.length > 0) return customerOf(row, addresses);
  return Object.assign(row, { ChannelType: only[0], Address: only[1] });
}
