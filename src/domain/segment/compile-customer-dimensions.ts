import { DECISION_OF } from '../consent/consent.ts';
import { isGranted, isUnconfirmed } from '../law/consent-basis.ts';
import type { DayCounts, EventActivity } from '../customer/activity.ts';
import type { Customer } from '../customer/customer.ts';
import type {
  ActiveCustomerDimension,
  ConsentDimension,
  ConsentState,
  EventDimension,
  ImportedSegmentsDimension,
  ReachDimension,
} from './definition.ts';
import { oneOf, readerOf, type Predicate } from './predicate.ts';
import { isReachable } from './reach.ts';
import { seoulDay } from '../customer/event-day.ts';

const DAY = 86_400_000;
const NO_DAYS: DayCounts = [];

/** Whether the last event is recent enough; nothing known is not. */
export function compileActiveCustomer({ type, days }: ActiveCustomerDimension, now: number): Predicate {
  const since = now - days * DAY;
  const isActiveWanted = type === 'ACTIVE';
  return ({ activity }) => (activity.lastActiveAt !== undefined && activity.lastActiveAt >= since) === isActiveWanted;
}

/** How often within (since, until]; days ascend, and the last ones are wanted most. */
function countWithin(days: DayCounts, since: number, until: number): number {
  let sum = 0;
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const entry = days[index];
    if (entry === undefined || entry[0] <= since) return sum;
    if (entry[0] <= until) sum += entry[1];
  }
  return sum;
}

type Counter = (activity: EventActivity) => number;

function counterOf({ attribute, withinDays }: EventDimension, now: number): Counter {
  // Events of after the evaluation's moment do not count, or a job's later shards would see others than its first.
  const until = seoulDay(now);
  const since = until - withinDays;
  if (attribute === undefined) return ({ days }) => countWithin(days, since, until);
  const readAttribute = readerOf<Readonly<Record<string, DayCounts>>>(attribute.name);
  const readers = attribute.values.map((value) => readerOf<DayCounts>(value));
  return ({ attributes }) => {
    const byValue = attributes === undefined ? undefined : readAttribute(attributes);
    if (byValue === undefined) return 0;
    let sum = 0;
    for (const read of readers) sum += countWithin(read(byValue) ?? NO_DAYS, since, until);
    return sum;
  };
}

/** Whether something was done often enough; an event that is not known was never done. */
export function compileEvent(dimension: EventDimension, now: number): Predicate {
  const read = readerOf<EventActivity>(dimension.event);
  const count = counterOf(dimension, now);
  const { atLeast } = dimension;
  const isWanted = dimension.type === 'DID';
  return ({ activity }) => {
    const event = activity.events === undefined ? undefined : read(activity.events);
    return (event !== undefined && count(event) >= atLeast) === isWanted;
  };
}

function consentState(customer: Customer, { channel, kind }: ConsentDimension, now: number): ConsentState {
  const decision = customer.consent[channel]?.[DECISION_OF[kind]];
  if (!isGranted(decision, now)) return 'NOT_GRANTED';
  return isUnconfirmed(decision, now) ? 'STALE' : 'GRANTED';
}

/** Whether a decision on advertising stands so. */
export function compileConsent(dimension: ConsentDimension, now: number): Predicate {
  return (customer) => consentState(customer, dimension, now) === dimension.type;
}

/** Whether the customer can be reached on one of some channels. */
export function compileReach({ type, values }: ReachDimension): Predicate {
  const onMatch = type === 'INCLUSIVE';
  return (customer) => {
    for (const channel of values) if (isReachable(customer, channel)) return onMatch;
    return !onMatch;
  };
}

/** Whether the customer is on one of some imported lists. */
export function compileImportedSegments({ type, values }: ImportedSegmentsDimension): Predicate {
  const isWanted = oneOf(values);
  const onMatch = type === 'INCLUSIVE';
  return ({ importedSegments }) => {
    if (importedSegments === undefined) return !onMatch;
    for (const id of importedSegments) if (isWanted(id)) return onMatch;
    return !onMatch;
  };
}
