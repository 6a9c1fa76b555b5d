import {
  canonicalEvent,
  countEvent,
  placeInTime,
  readEvent,
  type AcceptedEvent,
  type EventErrorCode,
  type SaidEvent,
} from '../../domain/event/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Hash } from '../api-client/index.ts';
import { isTooLarge } from '../customer/customer-size.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock, CustomerStore, StoredCustomer } from '../ports.ts';
import { MAX_EVENTS_TOGETHER, type EventStore } from './ports.ts';

export type RecordEventsDeps = {
  readonly events: EventStore;
  readonly customers: Pick<CustomerStore, 'getMany'>;
  readonly hash: Hash;
  readonly clock: Clock;
};

/** Why an event was not taken. EVENT_ID_REUSED: its id belongs to another event of the customer. */
export type EventRejection = EventErrorCode | 'UNKNOWN_CUSTOMER' | 'CUSTOMER_MISMATCH' | 'EVENT_ID_REUSED';

/**
 * What became of one event, by its place in the call. ACCEPTED: it counts, once. DUPLICATE: it was accepted before, by
 * this call or another. REJECTED: it will be refused again as it is, with `code` and `message`.
 */
export type EventOutcome = { readonly place: number; readonly eventId?: string } & (
  | {
      readonly outcome: 'ACCEPTED';
      readonly timing: AcceptedEvent['timing'];
      /** Too old to change anything but reports. */
      readonly isLate: boolean;
    }
  | { readonly outcome: 'DUPLICATE' }
  | { readonly outcome: 'REJECTED'; readonly code: EventRejection; readonly message: string }
);

export type RecordEventsCommand = {
  /** Not checked yet: `{ eventId, customerId, name, occurredAt, sentAt?, attributes?, metrics?, ref? }` each. */
  readonly events: readonly unknown[];
  /** Whoever calls may speak of this customer alone; absent: of any. */
  readonly customerId?: string;
};

const MAX_EVENTS = 100;
const MAX_TRIES = 8;
const PARALLEL_CUSTOMERS = 16;

type Placed = { readonly place: number; readonly event: SaidEvent };

/**
 * Records what customers did: each event by itself, at most once for each id of a customer, also when a call is repeated
 * because its answer was lost. What it changes (activity, counters) is there when the answer is.
 */
export async function recordEvents(
  deps: RecordEventsDeps,
  command: RecordEventsCommand,
): Promise<{ readonly ok: true; readonly outcomes: readonly EventOutcome[] } | Refused> {
  const count = command.events.length;
  if (count === 0 || count > MAX_EVENTS) {
    return refuse('INVALID_INPUT', `A call takes 1 to ${MAX_EVENTS} events; this one has ${count}. Split it.`);
  }
  const outcomes: EventOutcome[] = [];
  const byCustomer = new Map<string, Placed[]>();
  for (const [place, input] of command.events.entries()) {
    const read = readOwn(input, command.customerId);
    if (!read.ok) {
      outcomes.push({ place, ...idOf(input), outcome: 'REJECTED', ...read.error });
      continue;
    }
    const { event } = read;
    const known = byCustomer.get(event.customerId);
    if (known === undefined) byCustomer.set(event.customerId, [{ place, event }]);
    else known.push({ place, event });
  }
  await inParallel([...byCustomer], PARALLEL_CUSTOMERS, async ([customerId, placed]) => {
    for (let from = 0; from < placed.length; from += MAX_EVENTS_TOGETHER) {
      outcomes.push(...(await recordOf(deps, customerId, placed.slice(from, from + MAX_EVENTS_TOGETHER))));
    }
  });
  return { ok: true, outcomes: outcomes.sort((a, b) => a.place - b.place) };
}

/** A caller that speaks for one customer need not name them, and may name nobody else. */
function readOwn(
  input: unknown,
  own: string | undefined,
): { readonly ok: true; readonly event: SaidEvent } | Refused<EventRejection> {
  if (own === undefined) return readEvent(input);
  const isUnnamed = typeof input === 'object' && input !== null && !Array.isArray(input) && !('customerId' in input);
  const read = readEvent(isUnnamed ? { ...input, customerId: own } : input);
  if (!read.ok || read.event.customerId === own) return read;
  return refuse(
    'CUSTOMER_MISMATCH',
    'customerId: this event belongs to somebody else than the token. Send what a person did with their own token.',
  );
}

/** An id that can be read helps whoever has to find the event. */
function idOf(input: unknown): { readonly eventId?: string } {
  if (typeof input !== 'object' || input === null || !('eventId' in input)) return {};
  return typeof input.eventId === 'string' ? { eventId: input.eventId.slice(0, 500) } : {};
}

/** Decides on the events of one customer and writes the decision; decides anew when somebody was quicker. */
async function recordOf(
  { events, customers, hash, clock }: RecordEventsDeps,
  customerId: string,
  placed: readonly Placed[],
): Promise<readonly EventOutcome[]> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const ids = [...new Set(placed.map(({ event }) => event.eventId))];
    const [found, known] = await Promise.all([customers.getMany([customerId]), events.findDigests(customerId, ids)]);
    const stored = found.get(customerId);
    if (stored === undefined) return placed.map((one) => unknownCustomer(one));
    const now = clock.now();
    const digests = new Map(known);
    const accepted: AcceptedEvent[] = [];
    const outcomes = placed.map(({ place, event }): EventOutcome => {
      const { eventId } = event;
      const digest = hash(canonicalEvent(event));
      const before = digests.get(eventId);
      if (before === digest) return { place, eventId, outcome: 'DUPLICATE' };
      if (before !== undefined) return reused(place, eventId);
      digests.set(eventId, digest);
      const inTime = placeInTime(event, now);
      accepted.push({ ...event, ...inTime, receivedAt: now, digest });
      const { timing, isLate } = inTime;
      return { place, eventId, outcome: 'ACCEPTED', timing, isLate };
    });
    if (accepted.length === 0) return outcomes;
    if (await events.accept(accepted, changedBy(stored, accepted, now))) return outcomes;
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while their events were to be written.`);
}

/** The customer with what the events change: nothing when they are late, or when there is no room for more. */
function changedBy({ value, revision }: StoredCustomer, accepted: readonly AcceptedEvent[], now: number) {
  const counted = (events: readonly AcceptedEvent[]): Customer => ({
    ...value,
    activity: events.reduce((sum, event) => countEvent(sum, event, now), value.activity),
  });
  const customer = counted(accepted);
  if (!isTooLarge(customer)) return { customer, revision };
  // Without what is counted by attribute there is room: 50 names with 90 days each.
  const smaller = counted(accepted.map((event) => ({ ...event, attributes: {} })));
  return { customer: isTooLarge(smaller) ? value : smaller, revision };
}

function unknownCustomer({ place, event: { eventId } }: Placed): EventOutcome {
  const message = 'customerId: there is no such customer. Import or upsert them first, then send the event again.';
  return { place, eventId, outcome: 'REJECTED', code: 'UNKNOWN_CUSTOMER', message };
}

function reused(place: number, eventId: string): EventOutcome {
  const message = 'eventId: this customer has another event of this id. Make a new id for each event.';
  return { place, eventId, outcome: 'REJECTED', code: 'EVENT_ID_REUSED', message };
}
