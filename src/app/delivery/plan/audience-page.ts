import { decideCustomer } from '../../../domain/send-job/index.ts';
import type { CustomerSource } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { readWavePage, type AudiencePage, type WavePageDeps } from './wave-page.ts';

export type AudienceDeps = WavePageDeps & { readonly customers: CustomerSource };

/** Reads the next page of a shard's audience, wherever it comes from, and decides everybody on it. */
export async function readAudiencePage(
  deps: AudienceDeps,
  job: CompiledJob,
  shard: number,
  cursor: string | null,
): Promise<AudiencePage> {
  if (job.follows !== undefined) return readWavePage(deps, job, job.follows, shard, cursor);
  const page = await deps.customers.scan(shard, job.shardCount, cursor);
  const decisions = page.customers.map((customer) => decideCustomer(customer, job.plan, job.plannedAt));
  return { ...page, decisions };
}
