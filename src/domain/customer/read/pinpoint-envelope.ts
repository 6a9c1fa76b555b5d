import { FieldRefusal, isFields, type Fields } from './read-fields.ts';
import { unreadFields } from './unread-fields.ts';

/** Endpoints as a call of Pinpoint's has them, without what it is packed in. */
export type UnpackedEndpoints = {
  readonly items: readonly { readonly value: unknown; readonly path: string }[];
  /** Paths of what stands beside and that nobody reads. */
  readonly unread: readonly string[];
};

/** Answers and requests of Pinpoint that hold several endpoints: GetUserEndpoints, UpdateEndpointsBatch. */
const LISTS = ['EndpointsResponse', 'EndpointBatchRequest'];
/** Those that hold one: GetEndpoint and DeleteEndpoint, UpdateEndpoint. */
const SINGLES = ['EndpointResponse', 'EndpointRequest'];
/** What stands beside: of the call, and of the SDKs for Python and JavaScript. */
const BESIDE = ['ApplicationId', 'EndpointId', 'ResponseMetadata', '$metadata'];

/** Pinpoint's own limit for UpdateEndpointsBatch; GetUserEndpoints answers at most 15. */
const MAX_ITEMS = 100;

function itemsOf(list: Fields, path: string): UnpackedEndpoints['items'] {
  const items = list['Item'];
  const at = path === '' ? 'Item' : `${path}.Item`;
  if (!Array.isArray(items)) throw new FieldRefusal('INVALID_FIELD', `${at} must be a list of endpoints.`);
  if (items.length > MAX_ITEMS) {
    throw new FieldRefusal('TOO_MANY', `${at} has ${items.length} endpoints; at most ${MAX_ITEMS} are read of one.`);
  }
  return items.map((value: unknown, index) => ({ value, path: `${at}[${index}]` }));
}

/** The endpoints in what a call of Pinpoint's answered or took; null when the row is no such thing. */
export function unpackEndpoints(row: Fields): UnpackedEndpoints | null {
  if (Array.isArray(row['Item']) && !Object.hasOwn(row, 'ChannelType')) {
    return { items: itemsOf(row, ''), unread: unreadFields(row, ['Item', ...BESIDE], '') };
  }
  const name = [...LISTS, ...SINGLES].find((each) => Object.hasOwn(row, each));
  const inner = name === undefined ? undefined : row[name];
  if (name === undefined || !isFields(inner)) return null;
  const unread = unreadFields(row, [name, ...BESIDE], '');
  if (LISTS.includes(name)) {
    return { items: itemsOf(inner, name), unread: [...unread, ...unreadFields(inner, ['Item'], name)] };
  }
  // A request names its endpoint beside the body.
  const value =
    inner['Id'] === undefined && row['EndpointId'] !== undefined ? { ...inner, Id: row['EndpointId'] } : inner;
  return { items: [{ value, path: name }], unread };
}
