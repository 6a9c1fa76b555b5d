import type { Changes, CustomerChange } from '../customer-change.ts';
import type { Attributes } from '../customer.ts';
import { derivedEndpointId } from '../derived-id.ts';
import { readCustomer } from './parse-customer.ts';
import { readConsentAttributes } from './read-consent.ts';
import type { ParsedChange } from './parsed-change.ts';
import { MAX_ENDPOINT_BYTES, PINPOINT, readEndpoint } from './read-endpoint.ts';
import { FieldRefusal, readAttributes, readId, readObject, readRoot, refusedOr, type Fields } from './read-fields.ts';

function utf8Length(text: string): number {
  return text.length * 3 <= MAX_ENDPOINT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function parseJson(text: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new FieldRefusal('INVALID_JSON', 'The line is not valid JSON. Every line must be one JSON object.');
  }
  return readRoot(parsed);
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

/**
 * Reads one line of an import: an endpoint as Pinpoint exports or imports it, a user id alone (a member of a list), or
 * a customer as our own export writes it. An endpoint without a user becomes the customer `endpoint:<Id>`.
 */
export function parseImportLine(text: string): ParsedChange {
  return refusedOr(() => {
    const line = parseJson(text);
    const isOwn = Object.hasOwn(line, 'id');
    return { ok: true, change: isOwn ? readCustomer(line) : readPinpointLine(line, text) };
  });
}
