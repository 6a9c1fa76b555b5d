import type { Customer } from '../../../domain/customer/index.ts';
import { decideCustomer, type Decision } from '../../../domain/send-job/index.ts';
import type { CustomerSource } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { readWavePage, type WavePageDeps } from './wave-page.ts';

export type AudienceDeps = WavePageDeps & { readonly customers: CustomerSource };

/** The customers of one page with what is decided of each, in the same order; `cursor` is null on the last page. */
export type AudiencePage = {
  readonly customers: readonly Customer[];
  readonly decisions: readonly Decision[];
  readonly cursor: string | null;
};

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
