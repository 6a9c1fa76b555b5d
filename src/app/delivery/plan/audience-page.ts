import { decideCustomer, type Decision, type ExclusionReason } from '../../../domain/send-job/index.ts';
import type { CustomerSource } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { readEntries, type EntrySource } from './read-entries.ts';
import { readWavePage, type AudiencePage, type WavePageDeps } from './wave-page.ts';

export type AudienceDeps = WavePageDeps & { readonly customers: CustomerSource; readonly waits: EntrySource };

const NOBODY: ReadonlyMap<string, ExclusionReason> = new Map();

/** Reads the next page of a shard's audience, wherever it comes from, and decides everybody on it. */
export async function readAudiencePage(
  deps: AudienceDeps,
  job: CompiledJob,
  shard: number,
  cursor: string | null,
): Promise<AudiencePage> {
  if (job.follows !== undefined) return readWavePage(deps, job, job.follows, shard, cursor);
  const page =
    job.entries === undefined
      ? { ...(await deps.customers.scan(shard, job.shardCount, cursor)), leftOut: NOBODY }
      : await readEntries(deps, job, job.entries, { shard, cursor });
  const { customers, leftOut } = page;
  const decisions = customers.map((customer): Decision => {
    // Nearly always nobody is: nobody's id is hashed to find that out.
    const reason = leftOut.size === 0 ? undefined : leftOut.get(customer.id);
    return reason === undefined ? decideCustomer(customer, job.plan, job.plannedAt) : { outcome: 'EXCLUDED', reason };
  });
  return { customers, decisions, cursor: page.cursor };
}
