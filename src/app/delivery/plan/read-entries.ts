import type { Customer } from '../../../domain/customer/index.ts';
import { isTheirs, NO_ENTRIES, type PendingEntry } from '../../../domain/trigger/index.ts';
import type { ExclusionReason } from '../../../domain/send-job/index.ts';
import type { CustomerSource } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';

/** Reads batches of those whose waits are over. */
export interface EntrySource {
  getBatches(
    bucket: { readonly campaignId: string; readonly minute: number },
    batchIds: readonly string[],
  ): Promise<readonly { readonly entries: readonly PendingEntry[] }[]>;
}

/** A page of customers, with those who are out before anything of them is decided. */
export type EntryPage = {
  readonly customers: readonly Customer[];
  readonly cursor: string | null;
  readonly leftOut: ReadonlyMap<string, ExclusionReason>;
  /** From when on the message of each of the others is of no use: milliseconds since the epoch, to the second. */
  readonly expiresAt: ReadonlyMap<string, number>;
};

/** Of a hundred to five hundred entries each. */
const BATCHES_A_PAGE = 4;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * What a customer's history took up so long after a job was gathered belongs to a later one of the same bucket: whoever took it
 * up has written it once more, for that one. Earlier and later job ask the same, so that one of them plans it, whenever either
 * is planned; and clocks may differ by as much.
 */
const DECIDED_WITHIN_MS = 10 * MINUTE;

/**
 * The next of a shard's share of the batches: the customers in them whose history knows the entry, each once. An entry that no
 * history knows was left by a crash, or lost a race for the one that counts.
 */
export async function readEntries(
  { customers, waits }: { readonly customers: Pick<CustomerSource, 'getMany'>; readonly waits: EntrySource },
  { shardCount, plannedAt }: Pick<CompiledJob, 'shardCount' | 'plannedAt'>,
  entries: NonNullable<CompiledJob['entries']>,
  { shard, cursor }: { readonly shard: number; readonly cursor: string | null },
): Promise<EntryPage> {
  const { batchIds, at: gatheredNow, before, trigger } = entries;
  const own = batchIds.filter((_, index) => index % shardCount === shard);
  const from = cursor === null ? 0 : Number(cursor);
  const next = from + BATCHES_A_PAGE;
  const batches = await waits.getBatches(entries, own.slice(from, next));
  const gatheredAt = new Map<string, number>();
  for (const job of before) {
    for (const batch of await waits.getBatches(entries, job.batchIds)) {
      for (const entry of batch.entries) gatheredAt.set(nameOf(entry), job.at);
    }
  }
  const waiting = new Map<string, PendingEntry[]>();
  for (const entry of batches.flatMap((batch) => batch.entries)) {
    const ofCustomer = waiting.get(entry.customerId);
    if (ofCustomer === undefined) waiting.set(entry.customerId, [entry]);
    else ofCustomer.push(entry);
  }
  const found = await customers.getMany([...waiting.keys()]);
  const page: Customer[] = [];
  const leftOut = new Map<string, ExclusionReason>();
  const expiresAt = new Map<string, number>();
  for (const [customerId, ofCustomer] of waiting) {
    const customer = found.get(customerId);
    const history = customer?.campaignEntries?.[entries.campaignId] ?? NO_ENTRIES;
    const theirs = ofCustomer.filter((entry) => {
      const isOf = (time: number): boolean => isTheirs(trigger.rule, history, entry, time + DECIDED_WITHIN_MS);
      const at = gatheredAt.get(nameOf(entry));
      return isOf(gatheredNow) && (at === undefined || !isOf(at));
    });
    const [first] = theirs;
    if (customer === undefined || first === undefined) continue;
    page.push(customer);
    const times = theirs.flatMap(({ at, reason }) => (reason === undefined ? [at] : []));
    // One message is for all of them, and of use as long as for the latest.
    const until = Math.max(...times) + trigger.expiresAfterMinutes * MINUTE;
    const out = times.length === 0 ? first.reason : plannedAt > until ? 'ENTRY_EXPIRED' : undefined;
    if (out === undefined) expiresAt.set(customerId, Math.floor(until / SECOND) * SECOND);
    else leftOut.set(customerId, out);
  }
  return { customers: page, cursor: next < own.length ? String(next) : null, leftOut, expiresAt };
}

function nameOf({ customerId, at }: PendingEntry): string {
  return `${at} ${customerId}`;
}
