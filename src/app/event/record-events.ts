import {
  canonicalEvent,
  countEvent,
  placeInTime,
  readEvent,
  type AcceptedEvent,
  type EventFlag,
  type EventSource,
  type CatalogueProblem,
  type EventErrorCode,
  type SaidEvent,
} from '../../domain/event/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { jsonBytesAtMost } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Hash } from '../api-client/index.ts';
import { holdEvents, type CatalogueStore, type Holding } from '../event-catalogue/index.ts';
import { batchesOf } from '../batches-of.ts';
import { isTooLarge } from '../customer/customer-size.ts';
import { inParallel } from '../in-parallel.ts';
import type { CustomerStore, StoredCustomer } from '../ports.ts';
import { createCampaignFinder, createEntryWriter, openByEvent, type OpenByEventDeps } from '../trigger/index.ts';
import { createAnswerWriter, type AnswerWriter } from './answer-messages.ts';
import {
  MAX_BYTES_TOGETHER,
  MAX_EVENTS_TOGETHER,
  MAX_WRITES_TOGETHER,
  type AnsweredMessages,
  type EventStore,
  type EventWrite,
} from './ports.ts';

export type RecordEventsDeps = OpenByEventDeps & {
  readonly events: EventStore;
  readonly customers: Pick<CustomerStore, 'getMany'>;
  readonly hash: Hash;
  /** Absent: the references of events are kept, and say nothing of messages. */
  readonly messages?: AnsweredMessages;
  /** Absent: any event may be recorded. */
  readonly catalogue?: Pick<CatalogueStore, 'getMode' | 'find'>;
};

/** Why an event was not taken. EVENT_ID_REUSED: its id belongs to another event of the customer. */
export type EventRejection =
  EventErrorCode | CatalogueProblem['code'] | 'UNKNOWN_CUSTOMER' | 'CUSTOMER_MISMATCH' | 'EVENT_ID_REUSED';

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
      readonly flags?: readonly EventFlag[];
    }
  | { readonly outcome: 'DUPLICATE' }
  | { readonly outcome: 'REJECTED'; readonly code: EventRejection; readonly message: string }
);

export type RecordEventsCommand = {
  /** Not checked yet: `{ eventId, customerId, name, occurredAt, sentAt?, attributes?, metrics?, ref? }` each. */
  readonly events: readonly unknown[];
  /** Whoever calls may speak of this customer alone; absent: of any. */
  readonly customerId?: string;
  /** Who says so; absent: a server. */
  readonly source?: EventSource;
};

const MAX_EVENTS = 100;
const MAX_TRIES = 8;
/** As many as a call may speak of: what is read of them in one turn goes out in few requests. */
const DECIDED_TOGETHER = MAX_EVENTS;
const PARALLEL_CUSTOMERS = 16;
const PARALLEL_TRANSACTIONS = 4;

type Placed = { readonly place: number; readonly event: SaidEvent };

/**
 * Records what customers did: each event by itself, at most once for each id of a customer, also when a call is repeated
 * because its answer was lost. What it changes (activity, counters, what became of the message that it answers, who waits
 * for the message of a campaign that it opens) is there when the answer is. What came too late to change anything opens nothing.
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
  const receivedAt = deps.clock.now();
  const call: Call = {
    // One moment for all of it, so that deciding anew comes to the same.
    clock: { now: () => receivedAt },
    find: createCampaignFinder(deps),
    writer: createEntryWriter(deps),
    answers: createAnswerWriter(deps.messages),
    hold: await holdEvents(
      deps.catalogue,
      [...byCustomer.values()].flatMap((placed) => placed.map(({ event }) => event)),
    ),
    receivedAt,
    source: command.source ?? 'SERVER',
  };
  const all = [...byCustomer];
  // All are decided before any is written: who enters a campaign by the call is packed into few items that way.
  const decided = new Map<string, Decided>();
  await inParallel(all, DECIDED_TOGETHER, async ([customerId, placed]) => {
    decided.set(customerId, await decide(deps, call, customerId, placed.slice(0, MAX_EVENTS_TOGETHER)));
  });
  await call.writer.flush();
  await call.answers.flush();
  const written = await writeTogether(deps, all, decided);
  await inParallel(all, PARALLEL_CUSTOMERS, async ([customerId, placed]) => {
    const first = decided.get(customerId);
    if (first !== undefined && written.has(customerId)) return void outcomes.push(...first.outcomes);
    for (const [index, some] of batchesOf(placed, MAX_EVENTS_TOGETHER).entries()) {
      outcomes.push(...(await recordOf(deps, call, customerId, some, index === 0 ? first : undefined)));
    }
  });
  return { ok: true, outcomes: outcomes.sort((a, b) => a.place - b.place) };
}

/** What all events of a call have in common: which campaigns they open, and when they came. */
type Call = Parameters<typeof openByEvent>[0] & {
  readonly receivedAt: number;
  readonly source: EventSource;
  readonly answers: AnswerWriter;
  readonly hold: Holding;
};

/** What becomes of some events of one customer; `write` is absent when nothing is to be written. */
type Decided = {
  readonly outcomes: readonly EventOutcome[];
  readonly write?: EventWrite;
};

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

/**
 * Writes what was decided of several customers by one transaction, as much as one takes: a request each would be most of
 * what a call costs. Who was changed by somebody else meanwhile is left out of it, and decided anew by themselves. Answers
 * of whom all is written.
 */
async function writeTogether(
  { events }: Pick<RecordEventsDeps, 'events'>,
  all: readonly (readonly [string, readonly Placed[]])[],
  decided: ReadonlyMap<string, Decided>,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const whole = all.flatMap(([customerId, placed]) => {
    const write = placed.length > MAX_EVENTS_TOGETHER ? undefined : decided.get(customerId)?.write;
    return write === undefined ? [] : [write];
  });
  await inParallel(packWrites(whole), PARALLEL_TRANSACTIONS, async (packed) => {
    let writes = packed;
    for (let attempt = 0; attempt < MAX_TRIES && writes.length > 1; attempt += 1) {
      const overtaken = await events.acceptTogether(writes);
      if (overtaken.size === 0) {
        for (const { customer } of writes) written.add(customer.customer.id);
        return;
      }
      writes = writes.filter(({ customer }) => !overtaken.has(customer.customer.id));
    }
  });
  return written;
}

/** Puts writes together that one transaction takes. */
function packWrites(writes: readonly EventWrite[]): readonly (readonly EventWrite[])[] {
  const packed: EventWrite[][] = [];
  let [items, bytes] = [0, 0];
  for (const write of writes) {
    const ownItems = write.accepted.length + 1;
    const ownBytes = jsonBytesAtMost(write);
    const last = packed.at(-1);
    if (last === undefined || items + ownItems > MAX_WRITES_TOGETHER || bytes + ownBytes > MAX_BYTES_TOGETHER) {
      packed.push([write]);
      [items, bytes] = [ownItems, ownBytes];
    } else {
      last.push(write);
      items += ownItems;
      bytes += ownBytes;
    }
  }
  return packed;
}

/** Writes what was decided on the events of one customer; decides anew when somebody was quicker. */
async function recordOf(
  deps: RecordEventsDeps,
  call: Call,
  customerId: string,
  placed: readonly Placed[],
  first: Decided | undefined,
): Promise<readonly EventOutcome[]> {
  let decided = first;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    decided ??= await decide(deps, call, customerId, placed);
    const { outcomes, write } = decided;
    if (write === undefined) return outcomes;
    // An entry comes before the history that makes it count, and an answer before the event that says so.
    await call.writer.flush();
    await call.answers.flush();
    if (await deps.events.accept(write.accepted, write.customer)) return outcomes;
    decided = undefined;
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while their events were to be written.`);
}

async function decide(
  { events, customers, hash }: RecordEventsDeps,
  call: Call,
  customerId: string,
  placed: readonly Placed[],
): Promise<Decided> {
  const { receivedAt, source } = call;
  const ids = [...new Set(placed.map(({ event }) => event.eventId))];
  const names = [...new Set(placed.map(({ event }) => event.name))];
  const [found, known] = await Promise.all([
    customers.getMany([customerId]),
    events.findDigests(customerId, ids),
    // Asked for in the same moment, once for all customers of the call: most events open nothing.
    Promise.all(names.map(call.find)),
  ]);
  const stored = found.get(customerId);
  if (stored === undefined) return { outcomes: placed.map((one) => unknownCustomer(one)) };
  const wrongRefs = new Map<SaidEvent, EventFlag | null>();
  for (const { event } of placed) wrongRefs.set(event, await call.answers.look(event));
  const digests = new Map(known);
  const accepted: AcceptedEvent[] = [];
  const outcomes = placed.map(({ place, event }): EventOutcome => {
    const { eventId } = event;
    const digest = hash(canonicalEvent(event));
    const before = digests.get(eventId);
    if (before === digest) return { place, eventId, outcome: 'DUPLICATE' };
    if (before !== undefined) return reused(place, eventId);
    const held = call.hold(event);
    if (held?.isRefused === true)
      return { place, eventId, outcome: 'REJECTED', code: held.code, message: held.message };
    digests.set(eventId, digest);
    const inTime = placeInTime(event, receivedAt);
    const found = [wrongRefs.get(event) ?? null, held?.code ?? null].filter((flag) => flag !== null);
    const { at, timing, isLate } = inTime;
    accepted.push(acceptedOf(event, { at, timing, isLate, receivedAt, digest, source }, found));
    return { place, eventId, outcome: 'ACCEPTED', timing, isLate, ...(found.length === 0 ? {} : { flags: found }) };
  });
  if (accepted.length === 0) return { outcomes };
  const answering = accepted.filter(
    ({ ref, flags = [] }) =>
      ref !== undefined && !flags.includes('REF_UNKNOWN') && !flags.includes('REF_OF_SOMEBODY_ELSE'),
  );
  const { customer, revision } = changedBy(stored, accepted, receivedAt, new Set(answering));
  const [tooOld, notAgain] = [new Set<string>(), new Set<string>()];
  const opened = await openByEvent(
    {
      ...call,
      tellTooOld: (eventIds) => eventIds.forEach((eventId) => tooOld.add(eventId)),
      tellRefused: (eventIds) => eventIds.forEach((eventId) => notAgain.add(eventId)),
    },
    customer,
    accepted
      .filter(({ isLate }) => !isLate)
      .map(({ name, eventId, at, timing }) => ({ name, eventId, at, isPlaced: timing !== 'AS_SAID' })),
  );
  for (const event of answering) call.answers.add(event);
  const flaggedBoth = <T extends Flagged>(one: T): T =>
    flagged(flagged(one, tooOld, 'TOO_OLD_TO_TRIGGER'), notAgain, 'REENTRY_REFUSED');
  return {
    outcomes: outcomes.map((outcome) => (outcome.outcome === 'ACCEPTED' ? flaggedBoth(outcome) : outcome)),
    write: { accepted: accepted.map(flaggedBoth), customer: { customer: opened, revision } },
  };
}

type Decision = Omit<AcceptedEvent, keyof SaidEvent | 'flags' | 'source'> & { readonly source: EventSource };

/** Field by field: of everything that is done for an event, spreading what was read of it would take longest. */
function acceptedOf(
  { eventId, customerId, name, occurredAt, sentAt, attributes, metrics, ref }: SaidEvent,
  { at, timing, isLate, receivedAt, digest, source }: Decision,
  flags: readonly EventFlag[],
): AcceptedEvent {
  const accepted = {
    eventId,
    customerId,
    name,
    occurredAt,
    attributes,
    metrics,
    at,
    timing,
    isLate,
    receivedAt,
    digest,
    source,
  };
  if (sentAt === undefined && ref === undefined && flags.length === 0) return accepted;
  return {
    ...accepted,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(ref === undefined ? {} : { ref }),
    ...(flags.length === 0 ? {} : { flags }),
  };
}

type Flagged = { readonly eventId?: string; readonly flags?: readonly EventFlag[] };

/** An event, or its outcome, with a flag if it is among those. */
function flagged<T extends Flagged>(one: T, those: ReadonlySet<string>, flag: EventFlag): T {
  if (one.eventId === undefined || !those.has(one.eventId)) return one;
  return { ...one, flags: [...(one.flags ?? []), flag] };
}

/** The customer with what the events change: nothing when they are late, or when there is no room for more. */
function changedBy(
  { value, revision }: StoredCustomer,
  accepted: readonly AcceptedEvent[],
  now: number,
  answering: ReadonlySet<AcceptedEvent>,
) {
  const counted = (events: readonly AcceptedEvent[]): Customer => ({
    ...value,
    activity: events.reduce(
      (sum, event) => countEvent(sum, event, { now, isAnswer: answering.has(event) }),
      value.activity,
    ),
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
