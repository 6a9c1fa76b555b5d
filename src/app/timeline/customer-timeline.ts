import { channelOf, type Channel, type Customer, type TimelineKind } from '../../domain/customer/index.ts';
import type { RecordedDecision } from '../../domain/consent/index.ts';
import type { AcceptedEvent } from '../../domain/event/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { waveJobId, type Run } from '../../domain/run/index.ts';
import type { ConsentLedger } from '../customer/index.ts';
import type { RunRecords, SendJob } from '../delivery/index.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock, CustomerSource } from '../ports.ts';
import { findRecipient } from '../recipients/find-recipient.ts';
import type { JobRecipient, ListRecipientsDeps } from '../recipients/list-recipients.ts';

/** What a run did about the customer. */
export type TimelineMessage = Omit<JobRecipient, 'customerId'> & {
  readonly jobId: string;
  readonly runId: string;
  readonly campaignId: string;
  readonly campaignName: string;
  /** From 0. */
  readonly wave: number;
  readonly phase: SendJob['phase'];
  /** Of the endpoint, while the customer has it. */
  readonly channel?: Channel;
};

/** One thing that happened to or by a customer; `at` in milliseconds since the epoch. */
export type TimelineEntry = {
  readonly id: string;
  readonly at: number;
  readonly message?: TimelineMessage;
  readonly event?: Pick<AcceptedEvent, 'name' | 'attributes' | 'metrics' | 'isLate'>;
  readonly consent?: RecordedDecision & { readonly by: string };
};

export type CustomerTimelineQuery = {
  readonly customerId: string;
  readonly kind: TimelineKind;
  readonly nextToken?: string;
};

/** A page may be empty and not be the last: of messages it holds those of the next runs, whoever they were sent to. */
export type TimelinePage = {
  readonly ok: true;
  readonly items: readonly TimelineEntry[];
  readonly nextToken?: string;
  /** Of messages: how many runs were looked through for this page. */
  readonly runsRead?: number;
};

/** Events of a customer that are still known by themselves. */
export interface CustomerEvents {
  /** At most `limit` of them, in no order. */
  list(customerId: string, limit: number): Promise<readonly AcceptedEvent[]>;
}

export type CustomerTimelineDeps = ListRecipientsDeps & {
  readonly runRecords: Pick<RunRecords, 'listAll'>;
  readonly customers: Pick<CustomerSource, 'getMany'>;
  readonly customerEvents: CustomerEvents;
  readonly ledger: Pick<ConsentLedger, 'list'>;
  readonly clock: Clock;
};

/** Runs that one page looks through: of the largest, with 128 shards a wave, that takes some seconds. */
const RUNS = 10;
const PARALLEL_JOBS = 4;

const MOST_EVENTS = 1_000;
const EVENTS = 100;

/**
 * What happened to or by a customer, the newest first. Nothing is written for it when messages are sent: the waves of the
 * latest runs are asked for the customer one after the other (see `findRecipient`), which is little for the few questions
 * that people have, and would be a write for each message otherwise. Direct sends are not among them.
 */
export async function customerTimeline(
  deps: CustomerTimelineDeps,
  query: CustomerTimelineQuery,
): Promise<TimelinePage | Refused<'INVALID_INPUT'>> {
  switch (query.kind) {
    case 'MESSAGES':
      return messages(deps, query);
    case 'EVENTS':
      return events(deps, query);
    case 'CONSENTS':
      return consents(deps, query);
  }
}

async function messages(
  deps: CustomerTimelineDeps,
  { customerId, nextToken }: CustomerTimelineQuery,
): Promise<TimelinePage | Refused<'INVALID_INPUT'>> {
  const page = { limit: RUNS, ...(nextToken === undefined ? {} : { nextToken }) };
  const found = await deps.runRecords.listAll(page, deps.clock.now());
  if (found === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  const customer = (await deps.customers.getMany([customerId])).get(customerId);
  const waves = found.runs.flatMap((run) => Array.from({ length: run.wave + 1 }, (_, wave) => ({ run, wave })));
  const items: TimelineEntry[] = [];
  await inParallel(waves, PARALLEL_JOBS, async ({ run, wave }) => {
    const job = await deps.jobs.get(waveJobId(run.id, wave));
    const recipient = job === null ? null : await findRecipient(deps, job, customerId);
    if (job !== null && recipient !== null) items.push(messageOf(run, job, recipient, customer));
  });
  return {
    ok: true,
    items: items.toSorted(newestFirst),
    runsRead: found.runs.length,
    ...(found.nextToken === undefined ? {} : { nextToken: found.nextToken }),
  };
}

function messageOf(
  run: Run,
  job: SendJob,
  { customerId: _, ...recipient }: JobRecipient,
  customer: Customer | undefined,
): TimelineEntry {
  const type = customer?.endpoints.find(({ id }) => id === recipient.endpointId)?.channelType;
  const channel = type === undefined ? null : channelOf(type);
  return {
    id: job.id,
    at: job.launchedAt ?? job.createdAt,
    message: {
      ...recipient,
      jobId: job.id,
      runId: run.id,
      campaignId: run.campaignId,
      campaignName: run.campaignName,
      wave: job.wave ?? 0,
      phase: job.phase,
      ...(channel === null ? {} : { channel }),
    },
  };
}

async function events(deps: CustomerTimelineDeps, { customerId, nextToken }: CustomerTimelineQuery) {
  const known = await deps.customerEvents.list(customerId, MOST_EVENTS);
  const items = known.map(({ eventId, at, name, attributes, metrics, isLate }) => ({
    id: eventId,
    at,
    event: { name, attributes, metrics, isLate },
  }));
  return cut(items, nextToken);
}

async function consents(deps: CustomerTimelineDeps, { customerId, nextToken }: CustomerTimelineQuery) {
  const entries = await deps.ledger.list(customerId);
  const items = entries.flatMap(({ decisions, recordedAt, by }) =>
    decisions.map((decision) => ({
      id: [recordedAt, decision.channel, decision.kind, decision.at].join('-'),
      at: decision.at,
      consent: { ...decision, by },
    })),
  );
  return cut(items, nextToken);
}

/** A page of what was read whole. */
function cut(all: readonly TimelineEntry[], nextToken = '0'): TimelinePage | Refused<'INVALID_INPUT'> {
  if (!/^\d{1,9}$/.test(nextToken))
    return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  const from = Number(nextToken);
  const end = from + EVENTS;
  return {
    ok: true,
    items: all.toSorted(newestFirst).slice(from, end),
    ...(end < all.length ? { nextToken: String(end) } : {}),
  };
}

function newestFirst(a: TimelineEntry, b: TimelineEntry): number {
  return b.at - a.at || (a.id < b.id ? 1 : -1);
}
