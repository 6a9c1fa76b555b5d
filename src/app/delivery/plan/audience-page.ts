import { decideCustomer, type Decision } from '../../../domain/send-job/index.ts';
import type { CustomerSource } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { readEntries, type EntryPage, type EntrySource } from './read-entries.ts';
import { readWavePage, type AudiencePage, type WavePageDeps } from './wave-page.ts';

export type AudienceDeps = WavePageDeps & { readonly customers: CustomerSource; readonly waits: EntrySource };

const NOBODY: Pick<EntryPage, 'leftOut' | 'expiresAt'> = { leftOut: new Map(), expiresAt: new Map() };

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
      ? { ...(await deps.customers.scan(shard, job.shardCount, cursor)), ...NOBODY }
      : await readEntries(deps, job, job.entries, { shard, cursor });
  const { customers, leftOut, expiresAt } = page;
  const decisions = customers.map((customer): Decision => {
    // Nearly always nobody is: nobody's id is hashed to find that out.
    const reason = leftOut.size === 0 ? undefined : leftOut.get(customer.id);
    if (reason !== undefined) return { outcome: 'EXCLUDED', reason };
    const decision = decideCustomer(customer, job.plan, job.plannedAt);
    const until = expiresAt.size === 0 ? undefined : expiresAt.get(customer.id);
    return until === undefined || decision.outcome === 'EXCLUDED' ? decision : { ...decision, expiresAt: until };
  });
  return { customers, decisions, cursor: page.cursor };
}
