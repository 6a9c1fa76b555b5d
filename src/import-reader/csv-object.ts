import { NO_PHONE, readAddress, toE164, type ChannelType, type Country } from '../domain/customer/index.ts';
import { isBlank, trimText } from '../domain/trim-text.ts';
import type { ColumnTarget } from './map-columns.ts';
import { spoiltId } from './spoilt-id.ts';

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

/** `places`: the empty cells before it that keep their place in a list. */
function put(
  row: Json,
  { path, form }: Extract<ColumnTarget, { kind: 'field' }>,
  cell: string,
  places: readonly string[],
): void {
  const parent = path.slice(0, -1).reduce(child, row);
  const name = path.at(-1) ?? '';
  if (form === 'list') {
    const known = parent[name];
    const before: readonly unknown[] = Array.isArray(known) ? known : [];
    parent[name] = [...before, ...places, cell];
  } else {
    parent[name] = form === 'number' ? numberOr(cell) : cell;
  }
}

/** What each value of a consent says is known by its place: a source that is left out is none, and no mark. */
function hasPlaces(name: string): boolean {
  return /^(?:Ad|Night)Consent\./.test(name);
}

function isId(target: ColumnTarget): boolean {
  return target.kind === 'field' && ['User.UserId', 'Id'].includes(target.path.join('.'));
}

function camel(fields: unknown): Json {
  const made = empty();
  for (const [name, value] of Object.entries(isJson(fields) ? fields : {}))
    made[name.charAt(0).toLowerCase() + name.slice(1)] = value;
  return made;
}

/** One person with several endpoints, in the fields of our own API. */
function customerOf(row: Json, addresses: readonly (readonly [ChannelType, string])[]): Json {
  const {
    User,
    Attributes,
    Metrics,
    Demographic,
    Location,
    EndpointStatus,
    OptOut,
    EffectiveDate,
    CreationDate,
    RequestId,
  } = row;
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
      createdAt: CreationDate,
      requestId: RequestId,
      attributes: Attributes,
      metrics: Metrics,
      demographic: camel(Demographic),
      location: camel(Location),
    })),
  };
}

/** An address or an id that a row has and that is none, by the place of its column. */
export type BadCell = {
  readonly column: number;
  readonly code: 'INVALID_ADDRESS' | 'INVALID_PHONE' | 'INVALID_ID';
  readonly reason: string;
};

/** What a record says, without the addresses that are none; null when nothing of it can be taken over. */
export type CsvObject = { readonly row: Json | null; readonly refused: readonly BadCell[] };

function readColumn(column: number, channelType: ChannelType, text: string, country: Country): string | BadCell {
  if (channelType === 'SMS' || channelType === 'VOICE') {
    const number = toE164(text, country);
    return number ?? { column, code: 'INVALID_PHONE', reason: NO_PHONE };
  }
  const read = readAddress(channelType, text);
  return read.ok ? text : { column, code: read.error.code, reason: read.error.message };
}

/** Pinpoint's own columns, `ChannelType` and `Address`, may hold a phone number as well. */
function withPhone(targets: readonly ColumnTarget[], row: Json, country: Country): CsvObject {
  const { ChannelType, Address } = row;
  const type = typeof ChannelType === 'string' ? trimText(ChannelType).toUpperCase() : '';
  if (typeof Address !== 'string' || (type !== 'SMS' && type !== 'VOICE')) return { row, refused: [] };
  const column = targets.findIndex((target) => target.kind === 'field' && target.path[0] === 'Address');
  const address = readColumn(column, type, trimText(Address), country);
  if (typeof address !== 'string') return { row: null, refused: [address] };
  return { row: Object.assign(row, { Address: address }), refused: [] };
}

/**
 * A record of a CSV as the object that a line of an import holds. Empty cells say nothing; a header that comes several
 * times makes a list; several address columns make several endpoints, and one that is wrong is left out by itself.
 */
export function csvObject(
  targets: readonly ColumnTarget[],
  cells: readonly string[],
  country: Country = 'KR',
): CsvObject {
  const row = empty();
  const addresses: (readonly [ChannelType, string])[] = [];
  const refused: BadCell[] = [];
  const empties = new Map<string, string[]>();
  for (const [column, target] of targets.entries()) {
    const cell = cells[column] ?? '';
    const name = target.kind === 'field' && target.form === 'list' ? (target.path.at(-1) ?? '') : '';
    const places = hasPlaces(name) ? (empties.get(name) ?? []) : [];
    if (isBlank(cell)) {
      if (hasPlaces(name)) empties.set(name, [...places, '']);
      continue;
    }
    empties.delete(name);
    const spoilt = isId(target) ? spoiltId(trimText(cell)) : null;
    // Without who it is of nothing of the row can be taken over.
    if (spoilt !== null) return { row: null, refused: [{ column, code: 'INVALID_ID', reason: spoilt }] };
    if (target.kind === 'address') {
      const address = readColumn(column, target.channelType, trimText(cell), country);
      if (typeof address === 'string') addresses.push([target.channelType, address]);
      else refused.push(address);
    } else if (target.kind === 'field') put(row, target, cell, places);
  }
  const [only, ...others] = addresses;
  if (only === undefined) return refused.length > 0 ? { row: null, refused } : withPhone(targets, row, country);
  if (others.length > 0) return { row: customerOf(row, addresses), refused };
  return { row: Object.assign(row, { ChannelType: only[0], Address: only[1] }), refused };
}
