import { refuse, type Refused } from '../../result.ts';
import { channelOf } from '../channel.ts';
import type { Attributes, Customer, Endpoint, Metrics } from '../customer.ts';

/** Pinpoint's limit, and the reason a customer fits into one item. */
const MAX_ACTIVE_ENDPOINTS = 15;

/** Endpoints that went inactive are kept for their history, but not without end. */
const MAX_INACTIVE_ENDPOINTS = 15;

/**
 * The customer with the endpoint put in, which is the one before when `changed` is false; ENDPOINT_LIMIT when 15 are
 * active already.
 */
export type MergeOutcome =
  { readonly ok: true; readonly customer: Customer; readonly changed: boolean } | Refused<'ENDPOINT_LIMIT'>;

/** Whether two lists hold the same texts in the same order. */
function sameValues(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Whether two attribute maps say the same. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValues(a[name] ?? [], b[name] ?? []))
  );
}

function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name]);
}

function sameMetrics(a: Metrics, b: Metrics): boolean {
  return sameFields(a, b);
}

/** Whether two endpoints say the same in every field. */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  if (a === b) return true;
  const { attributes, metrics, demographic, location, ...rest } = a;
  const { attributes: bAttributes, metrics: bMetrics, demographic: bDemographic, location: bLocation, ...bRest } = b;
  return (
    sameFields(rest, bRest) &&
    sameAttributes(attributes, bAttributes) &&
    sameMetrics(metrics, bMetrics) &&
    sameFields(demographic, bDemographic) &&
    sameFields(location, bLocation)
  );
}

/** The index of the oldest endpoint among some; of equally old ones the first: what was said last is the newest. */
function oldest(endpoints: readonly Endpoint[], isCandidate: (endpoint: Endpoint) => boolean): number {
  let found: Endpoint | undefined;
  let at = -1;
  endpoints.forEach((endpoint, index) => {
    if (!isCandidate(endpoint)) return;
    if (found !== undefined && endpoint.effectiveAt >= found.effectiveAt) return;
    found = endpoint;
    at = index;
  });
  return at;
}

function place(endpoints: readonly Endpoint[], endpoint: Endpoint): Endpoint[] {
  const at = endpoints.findIndex((other) => other.id === endpoint.id);
  return at === -1 ? [...endpoints, endpoint] : endpoints.with(at, endpoint);
}

/**
 * Adds or replaces one endpoint. An older EffectiveDate never overwrites a newer one; the same endpoint twice changes
 * nothing. As in Pinpoint, the 16th active push endpoint makes the oldest push endpoint inactive, and on any other
 * channel the 16th is refused.
 */
export function mergeEndpoint(customer: Customer, endpoint: Endpoint): MergeOutcome {
  const known = customer.endpoints.find((other) => other.id === endpoint.id);
  if (known !== undefined && (known.effectiveAt > endpoint.effectiveAt || sameEndpoint(known, endpoint))) {
    return { ok: true, customer, changed: false };
  }
  let endpoints = place(customer.endpoints, endpoint);
  const isActive = (other: Endpoint): boolean => other.status === 'ACTIVE';
  if (isActive(endpoint) && endpoints.filter(isActive).length > MAX_ACTIVE_ENDPOINTS) {
    if (channelOf(endpoint.channelType) !== 'PUSH') {
      return refuse(
        'ENDPOINT_LIMIT',
        `The customer has ${MAX_ACTIVE_ENDPOINTS} active endpoints, and ${endpoint.channelType} endpoint ` +
          `${JSON.stringify(endpoint.id)} would be one more. Deactivate one of them first.`,
      );
    }
    const retired = oldest(endpoints, (other) => isActive(other) && channelOf(other.channelType) === 'PUSH');
    endpoints = endpoints.map((other, index) => (index === retired ? { ...other, status: 'INACTIVE' } : other));
  }
  if (endpoints.filter((other) => !isActive(other)).length > MAX_INACTIVE_ENDPOINTS) {
    endpoints.splice(
      oldest(endpoints, (other) => !isActive(other)),
      1,
    );
  }
  const changed =
    endpoints.length !== customer.endpoints.length ||
    endpoints.some((other, index) => {
      const before = customer.endpoints[index];
      return before === undefined || !sameEndpoint(before, other);
    });
  return changed ? { ok: true, customer: { ...customer, endpoints }, changed } : { ok: true, customer, changed };
}
