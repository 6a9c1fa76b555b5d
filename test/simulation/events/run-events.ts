import { isUnreadable } from '../../../src/app/delivery/index.ts';
import { simulateEvents, type EventsEnd } from './simulate-events.ts';

/** What several seeds came to; breaches name their seed. */
export type EventCounts = {
  readonly seeds: number;
  readonly breaches: readonly string[];
  readonly crashes: number;
  /** Entries that customers' histories know, and messages that went out for them. */
  readonly entries: number;
  readonly sent: number;
};

const NO_EVENTS: EventCounts = { seeds: 0, breaches: [], crashes: 0, entries: 0, sent: 0 };

/** Runs campaigns that events open through seeded storms. */
export async function runEvents(seeds: Iterable<number>): Promise<EventCounts> {
  let counts = NO_EVENTS;
  for (const seed of seeds) {
    const label = (breach: string): string => `events seed ${seed}: ${breach}`;
    try {
      const end = await simulateEvents(seed);
      const found = await check(end);
      counts = {
        seeds: counts.seeds + 1,
        breaches: [...counts.breaches, ...found.breaches.map(label)],
        crashes: counts.crashes + end.crashes,
        entries: counts.entries + found.entries,
        sent: counts.sent + end.sent.length,
      };
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      counts = { ...counts, seeds: counts.seeds + 1, breaches: [...counts.breaches, label(reason)] };
    }
  }
  return counts;
}

/**
 * Whoever entered is planned and has an outcome, and gets one message for an entry; whoever did not enter gets none. Of a
 * call that died in between the entry may be gathered before it counts: then at most once.
 */
async function check({ rule, stores, sent, died }: EventsEnd): Promise<{ breaches: string[]; entries: number }> {
  const breaches: string[] = [];
  const planned = new Map<string, number>();
  for (const { state, jobId, code } of await stores.occurrences.list('campaign', { limit: 100_000 })) {
    const job = jobId === undefined ? null : await stores.jobs.get(jobId);
    if (job === null) {
      breaches.push(`an occurrence is ${state} ${code ?? ''} without a job`);
      continue;
    }
    if (job.phase !== 'COMPLETED') breaches.push(`${job.id} is ${job.phase} ${job.phaseReason ?? ''}`);
    for (const { shard, planning } of await stores.shards.list(job.id, job.shardCount)) {
      const ref = { jobId: job.id, shard };
      const ids: string[] = [];
      for (const chunk of await stores.chunks.listChunks(ref, 0, planning.chunkCount)) {
        if (!isUnreadable(chunk)) ids.push(...chunk.recipients.map(({ customerId }) => customerId));
      }
      for (const list of await stores.chunks.listExcluded(ref, 0, planning.pages)) {
        ids.push(...Object.values(list.customerIds).flat());
      }
      for (const id of ids) planned.set(id, (planned.get(id) ?? 0) + 1);
    }
  }
  if ((await stores.waits.listDue(Number.MAX_SAFE_INTEGER, 10)).length > 0) breaches.push('somebody still waits');
  const times = new Map<string, number>();
  for (const { customer } of sent) times.set(customer.id, (times.get(customer.id) ?? 0) + 1);
  let entries = 0;
  const ids = Array.from({ length: 60 }, (_, index) => `customer-${index}`);
  for (const [id, { value }] of await stores.customerStore.getMany(ids)) {
    const entered = value.campaignEntries?.['campaign']?.entries ?? 0;
    entries += entered;
    const got = times.get(id) ?? 0;
    if (got > entered) breaches.push(`${id} entered ${entered} times and got ${got} messages`);
    if (rule.kind !== 'EVERY_TIME' && entered > 1) breaches.push(`${id} entered ${entered} times by ${rule.kind}`);
    // Who has no device is outside of every segment, and not listed.
    const isListed = value.endpoints.length > 0;
    if (isListed && entered > 0 && !planned.has(id) && !died.has(id)) breaches.push(`${id} entered and is in no plan`);
    if (entered === 0 && planned.has(id)) breaches.push(`${id} never entered and is in a plan`);
  }
  return { breaches, entries };
}
