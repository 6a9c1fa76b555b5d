import { findName, findRepeatedName, placeIn } from '../../../standards/json-names.ts';
import { MAX_NAME } from '../../name.ts';
import { refuse } from '../../result.ts';
import type { Changes, CustomerChange } from '../customer-change.ts';
import type { Attributes } from '../customer.ts';
import { derivedEndpointId } from '../derived-id.ts';
import { readCustomer } from './parse-customer.ts';
import { readConsentAttributes } from './read-consent.ts';
import type { ParsedChange } from './parsed-change.ts';
import { unpackEndpoints } from './pinpoint-envelope.ts';
import { MAX_ENDPOINT_BYTES, PINPOINT, readEndpoint, unreadOfPinpoint } from './read-endpoint.ts';
import { FieldRefusal, readAttributes, readId, readObject, readRoot, refusedOr, type Fields } from './read-fields.ts';
import { describeUnread } from './unread-fields.ts';

function utf8Length(text: string): number {
  return text.length * 3 <= MAX_ENDPOINT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

/** Where a field stands: its column, and its line when the row has several. */
function placeOf(text: string, at: number): string {
  const { line, column } = placeIn(text, at);
  return text.includes('\n') ? `line ${line} of the entry, column ${column}` : `column ${column}`;
}

function refuseRepeatedNames(text: string): void {
  const repeated = findRepeatedName(text);
  if (repeated === null) return;
  const [first, second] = [placeOf(text, repeated.before), placeOf(text, repeated.at)];
  throw new FieldRefusal(
    'REPEATED_NAME',
    `${JSON.stringify(repeated.path.slice(0, MAX_NAME))} stands twice, at ${first} and ${second}: leave one out.`,
  );
}

function parseJson(text: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FieldRefusal('INVALID_JSON', 'The line is not valid JSON. Every line must be one JSON object.');
  }
  const row = readRoot(parsed);
  refuseRepeatedNames(text);
  return row;
}

/** What an export leaves null it does not have. */
function withoutNulls<T>(changes: Changes<T>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [name, value] of Object.entries(changes)) if (value !== null) kept[name] = value;
  return kept;
}

function readUserLine(customerId: string, userAttributes: Attributes): CustomerChange {
  return {
    customerId,
    attributes: userAttributes,
    consent: readConsentAttributes(userAttributes, 'User.UserAttributes'),
    activity: {},
    endpoints: [],
    importedSegments: [],
  };
}

function readPinpointLine(line: Fields, text: string): CustomerChange {
  const bytes = utf8Length(text);
  if (bytes > MAX_ENDPOINT_BYTES) {
    throw new FieldRefusal('TOO_LARGE', `The endpoint has ${bytes} bytes; at most ${MAX_ENDPOINT_BYTES} are allowed.`);
  }
  const user = readObject(line, 'User');
  const userAttributes = withoutNulls(readAttributes(user, 'UserAttributes', 'User.UserAttributes'));
  const userId = readId(user, 'UserId', 'User.UserId');
  const read = readEndpoint(line, PINPOINT);
  const { id, channelType, address } = read;
  if (id === undefined && channelType === undefined && address === undefined && userId !== undefined) {
    return { ...readUserLine(userId, userAttributes), mustExist: true };
  }
  if (id === undefined && (channelType === undefined || address === undefined)) {
    throw new FieldRefusal('MISSING_FIELD', 'Id is missing; a row without one needs ChannelType and Address.');
  }
  const endpoint = {
    ...read,
    attributes: withoutNulls(read.attributes),
    metrics: withoutNulls(read.metrics),
    // A dated row that names an endpoint in full is what Pinpoint exported: everything it knew.
    isSnapshot:
      read.effectiveAt !== undefined && id !== undefined && channelType !== undefined && address !== undefined,
  };
  return {
    ...readUserLine(
      userId ?? `endpoint:${id ?? derivedEndpointId(channelType ?? 'CUSTOM', address ?? '')}`,
      userAttributes,
    ),
    endpoints: [endpoint],
  };
}

/** A refusal that knows its field says where it stands. */
function placed(error: unknown, text: string, inside: string): unknown {
  if (!(error instanceof FieldRefusal) || error.path === undefined) return error;
  const at = findName(text, joined(inside, error.path));
  if (at < 0) return error;
  const { code, message } = error.refused.error;
  return new FieldRefusal(code, `${message} (${placeOf(text, at)})`);
}

function joined(inside: string, path: string): string {
  return inside === '' ? path : `${inside}.${path}`;
}

function told(unread: readonly string[], text: string): { readonly unread?: string } {
  if (unread.length === 0) return {};
  const place = (path: string): string => {
    const at = findName(text, path);
    return at < 0 ? '' : ` (${placeOf(text, at)})`;
  };
  return { unread: describeUnread(unread, place) };
}

function parseRow(row: Fields, text: string, inside: string, beside: readonly string[] = []): ParsedChange {
  try {
    if (Object.hasOwn(row, 'id')) return { ok: true, change: readCustomer(row), ...told(beside, text) };
    const unread = [...beside, ...unreadOfPinpoint(row).map((path) => joined(inside, path))];
    const change = readPinpointLine(row, inside === '' ? text : JSON.stringify(row));
    return { ok: true, change, ...told(unread, text) };
  } catch (error) {
    throw placed(error, text, inside);
  }
}

/**
 * Reads one line of an import: an endpoint as Pinpoint exports or imports it, a user id alone (a member of a list), or
 * a customer as our own export writes it. An endpoint without a user becomes the customer `endpoint:<Id>`. What stands
 * twice in it, and what is a known field in another spelling, refuses it; other fields that nobody reads are told of.
 */
export function parseImportLine(text: string): ParsedChange {
  return refusedOr(() => parseRow(parseJson(text), text, ''));
}

/** The same for a line that may hold what a call of Pinpoint's answered or took: each of its endpoints by itself. */
export function parseImportLines(text: string): readonly ParsedChange[] {
  const read = refusedOr(() => {
    const row = parseJson(text);
    return { ok: true as const, row, unpacked: unpackEndpoints(row) };
  });
  if (!read.ok) return [read];
  const { row, unpacked } = read;
  if (unpacked === null) return [refusedOr(() => parseRow(row, text, ''))];
  if (unpacked.items.length === 0) return [refuse('MISSING_FIELD', 'It holds no endpoint.')];
  return unpacked.items.map(({ value, path }, index): ParsedChange => {
    const beside = index === 0 ? unpacked.unread : [];
    const parsed = refusedOr(() => parseRow(readRoot(value), text, path, beside));
    return parsed.ok ? parsed : refuse(parsed.error.code, `${path}: ${parsed.error.message}`);
  });
}
