import { refuse, type Refused } from '../../result.ts';
import { addressKey, readAddress } from '../address.ts';
import type { EndpointChange } from '../customer-change.ts';
import type { Customer, Demographic, Endpoint, Location } from '../customer.ts';
import { derivedEndpointId } from '../derived-id.ts';
import type { ApplyOptions } from './apply-options.ts';
import { applyChanges, applyFields } from './apply-values.ts';
import { mergeEndpoint, sameEndpoint, type MergeOutcome } from './merge-endpoint.ts';

/** The endpoint of a customer that is spoken of: by its id, or by type and address. */
export function findKnown(customer: Customer, { id, channelType, address }: EndpointChange): Endpoint | undefined {
  if (id !== undefined) return customer.endpoints.find((endpoint) => endpoint.id === id);
  if (channelType === undefined || address === undefined) return undefined;
  const key = addressKey(channelType, address);
  return customer.endpoints.find(
    (endpoint) => endpoint.channelType === channelType && addressKey(channelType, endpoint.address) === key,
  );
}

/** The endpoint as the change says it, on top of `base`. */
function over(base: Endpoint, change: EndpointChange): Endpoint {
  const { id, channelType, address, status, optOut, createdAt, requestId } = change;
  // A new token says that the app is there again; the same address in other letters says nothing.
  const isMoved =
    address !== undefined &&
    addressKey(channelType ?? base.channelType, address) !== addressKey(base.channelType, base.address);
  return {
    ...base,
    id: id ?? base.id,
    channelType: channelType ?? base.channelType,
    address: address ?? base.address,
    status: status ?? (isMoved ? 'ACTIVE' : base.status),
    optOut: optOut ?? base.optOut,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(requestId === undefined ? {} : { requestId }),
    attributes: applyChanges(base.attributes, change.attributes),
    metrics: applyChanges(base.metrics, change.metrics),
    demographic: applyFields<Demographic>(base.demographic, change.demographic),
    location: applyFields<Location>(base.location, change.location),
  };
}

function create(change: EndpointChange, now: number): Endpoint | Refused<'MISSING_FIELD'> {
  const { channelType, address } = change;
  if (channelType === undefined || address === undefined) {
    const missing = address === undefined ? 'address' : 'channel type';
    return refuse('MISSING_FIELD', `Endpoint ${JSON.stringify(change.id ?? '')} is new, and has no ${missing}.`);
  }
  const base: Endpoint = {
    id: change.id ?? derivedEndpointId(channelType, address),
    channelType,
    address,
    status: 'ACTIVE',
    optOut: 'NONE',
    effectiveAt: change.effectiveAt ?? now,
    attributes: {},
    metrics: {},
    demographic: {},
    location: {},
  };
  return over(base, change);
}

/** An address that came without its type, read as the type of the endpoint that has it. */
function withAddressRead(
  change: EndpointChange,
  known: Endpoint | undefined,
): EndpointChange | Refused<'INVALID_ADDRESS'> {
  if (change.address === undefined || known === undefined) return change;
  const read = readAddress(known.channelType, change.address);
  return read.ok ? { ...change, address: read.address } : read;
}

/** Applies what was said of one endpoint; what is older than what is known changes nothing. */
export function applyEndpoint(
  customer: Customer,
  said: EndpointChange,
  { now, mayOptIn }: ApplyOptions,
): MergeOutcome | Refused<'MISSING_FIELD' | 'INVALID_ADDRESS'> {
  const known = findKnown(customer, said);
  const change = said.channelType === undefined ? withAddressRead(said, known) : said;
  if ('ok' in change) return change;
  // Who refused stays refused, also where a row names all of the endpoint anew.
  const isOptIn = change.optOut === 'NONE' || (change.isSnapshot && change.optOut === undefined);
  const isKeptOut =
    known?.optOut === 'ALL' && isOptIn && !mayOptIn(change.channelType ?? known.channelType, known.effectiveAt);
  const heard: EndpointChange = isKeptOut ? { ...change, optOut: 'ALL' } : change;
  const { effectiveAt: at } = heard;
  if (known !== undefined && at !== undefined && at < known.effectiveAt) {
    // Nothing older counts but a refusal, unless a consent came after it: whichever of two rows is read first.
    const isRefused = change.optOut === 'ALL' && known.optOut === 'NONE' && !mayOptIn(known.channelType, at);
    return isRefused ? mergeEndpoint(customer, { ...known, optOut: 'ALL' }) : { ok: true, customer, changed: false };
  }
  if (known === undefined || heard.isSnapshot) {
    const created = create(heard, now);
    return 'ok' in created ? created : mergeEndpoint(customer, created);
  }
  const { effectiveAt } = heard;
  const changed = over(known, heard);
  const next = { ...changed, effectiveAt: effectiveAt ?? known.effectiveAt };
  if (sameEndpoint(next, known)) return { ok: true, customer, changed: false };
  return mergeEndpoint(customer, { ...next, effectiveAt: effectiveAt ?? Math.max(known.effectiveAt, now) });
}
