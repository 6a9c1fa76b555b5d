import { isWithinCaps } from '../../../domain/campaign/index.ts';
import { KRW_MICROS } from '../../../domain/cost/index.ts';
import type { Customer } from '../../../domain/customer/index.ts';
import { addTotals, type Decision, type ExclusionReason } from '../../../domain/send-job/index.ts';
import { decideRunEntry } from '../../../domain/trigger/index.ts';
import type { Clock } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { Control } from '../model/control.ts';
import { readAudiencePage, type AudienceDeps } from './audience-page.ts';
import { cutChunks } from './cut-chunks.ts';
import type { ExcludedList } from '../model/chunk.ts';
import type { Lease } from '../lease/lease.ts';
import { enteredRun, runsScope } from '../model/entered-run.ts';
import { lookupOf } from './plan-lookup.ts';
import type { BudgetStore, CapStore, ChunkStore } from '../model/ports.ts';
import { budgetRef } from './budget-ref.ts';
import { FIRST_EPOCH } from '../model/shard.ts';
import { createTakenAddresses } from './taken-addresses.ts';
import {
  addCosts,
  addZones,
  byStep,
  digestsOf,
  excludedList,
  sortPage,
  totalsOfPage,
  withinBudget,
  type SortedPage,
} from './sort-page.ts';

export type PlanShardDeps = AudienceDeps & {
  readonly chunks: ChunkStore;
  readonly caps: CapStore;
  readonly budgets: BudgetStore;
  readonly clock: Clock;
};

/**
 * Decides every customer of a shard and writes its chunks, page by page. Each page's progress is one conditional
 * write, made after the page's chunks: a crash between the two repeats the page, its chunks get the same numbers, and
 * what it was granted of the job's budget stays the same.
 */
export async function planShard<Stop extends string>(
  deps: PlanShardDeps,
  job: CompiledJob,
  lease: Lease,
  control: Control<Stop>,
): Promise<'DONE' | Stop> {
  const before = [...(await addressesSoFar(deps, lease)), ...(await addressesOfTrial(deps, job, lease))];
  const taken = createTakenAddresses(before, job.plan.budgetKrw !== undefined);
  while (!lease.shard().planning.isDone) {
    const verdict = await control();
    if (verdict !== 'GO_ON') return verdict;
    const { jobId, shard, epoch, planning, totals } = lease.shard();
    const page = await readAudiencePage(deps, job, shard, planning.cursor);
    const { decisions } = page;
    const capped = await findCapped(deps, job, page.customers, decisions);
    const sorted = await payFor(deps, job, lease, sortPage(job, page.customers, decisions, capped, taken.take));
    const isLastPage = page.cursor === null;
    const recipients = byStep(job, sorted, planning.remainders);
    const { chunks, remainders } = cutChunks(job, planning.chunkCount, recipients, isLastPage);
    const excluded = excludedList(sorted, planning.pages) ?? nobodyAfterOthers(epoch, planning.pages);
    const digests = digestsOf(sorted);
    if (chunks.length > 0 || excluded !== null || digests.length > 0) {
      const planned = { chunks, excluded, lookup: lookupOf(planning, chunks, excluded, digests) };
      if (!(await deps.chunks.putPlanned({ jobId, shard }, epoch, planned))) throw lease.lost();
    }
    await lease.save({
      planning: {
        isDone: isLastPage,
        cursor: page.cursor,
        pages: planning.pages + 1,
        chunkCount: planning.chunkCount + chunks.length,
        remainders,
        costMicros: addCosts(job, sorted, planning.costMicros),
        ...addZones(sorted, planning),
      },
      totals: addTotals(totals, totalsOfPage(job, sorted)),
    });
    taken.endPage(digests);
  }
  return 'DONE';
}

/**
 * After another owner a page that leaves out nobody says so in a row as well: the row's epoch refuses what that owner
 * listed for the page and writes late, which would show customers as left out who are planned.
 */
function nobodyAfterOthers(epoch: number, page: number): ExcludedList | null {
  return epoch > FIRST_EPOCH ? { number: page, customerIds: {} } : null;
}

/** Of the pages that an owner before this one planned. */
async function addressesSoFar({ chunks }: PlanShardDeps, lease: Lease): Promise<readonly (readonly number[])[]> {
  const { jobId, shard, planning } = lease.shard();
  return planning.pages === 0 || planning.isDone ? [] : chunks.listAddressDigests({ jobId, shard }, planning.pages);
}

/** Whom the trial before a wave for the rest sends to: who of the rest has such an address as well gets nothing more there. */
async function addressesOfTrial(
  { chunks, shards }: PlanShardDeps,
  { follows }: CompiledJob,
  lease: Lease,
): Promise<readonly (readonly number[])[]> {
  const { shard, planning } = lease.shard();
  if (follows?.isRest !== true || planning.isDone) return [];
  const ref = { jobId: follows.jobId, shard };
  const pages = (await shards.get(ref))?.planning.pages ?? 0;
  return pages === 0 ? [] : chunks.listAddressDigests(ref, pages);
}

/** Asks for a page's share of the job's budget, and leaves out whom it does not pay for. */
async function payFor(
  { budgets }: PlanShardDeps,
  job: CompiledJob,
  lease: Lease,
  page: SortedPage,
): Promise<SortedPage> {
  const { plan } = job;
  if (plan.budgetKrw === undefined) return page;
  const budget = plan.budgetKrw * KRW_MICROS;
  const wanted = Math.min(
    budget,
    page.costs.reduce((sum, cost) => sum + cost, 0),
  );
  // What costs nothing needs no share.
  if (wanted === 0) return page;
  const { planning } = lease.shard();
  const granted = await budgets.reserve(budgetRef(job, lease.shard()), planning.pages, { wanted, budget });
  if (granted === null) throw lease.lost();
  return withinBudget(page, granted);
}

/**
 * The included customers whom other jobs of the campaign have sent as much as its caps allow, or whom another run of a
 * campaign that is once for each customer has sent to. Of those held out the ones whom other runs held out or sent to as
 * often: whom the campaign would not send to again is nobody to compare with. What all campaigns may send together is
 * known when it is sent.
 */
async function findCapped(
  { caps: store }: Pick<PlanShardDeps, 'caps'>,
  job: CompiledJob,
  customers: readonly Customer[],
  decisions: readonly Decision[],
): Promise<ReadonlyMap<string, ExclusionReason>> {
  const { caps, campaignId, oncePerCustomer } = job.plan;
  if (caps === undefined && oncePerCustomer === undefined) return NOBODY;
  const ids = customers.filter((_, index) => isOfAnArm(decisions[index])).map(({ id }) => id);
  const capped = new Map<string, ExclusionReason>();
  if (caps !== undefined) {
    for (const [id, history] of await store.getHistories(campaignId, ids)) {
      if (!isWithinCaps(caps, history, job.id, job.plannedAt)) capped.set(id, 'FREQUENCY_CAP');
    }
  }
  if (oncePerCustomer !== undefined) {
    for (const [id, history] of await store.getHistories(runsScope(campaignId), ids)) {
      const entry = decideRunEntry('ONCE_PER_CUSTOMER', job.run?.id ?? job.id, enteredRun(history));
      if (!entry.ok) capped.set(id, entry.reason);
    }
  }
  return capped;
}

/** Whether somebody is sent to, or would be if they were not held out. */
function isOfAnArm(decision: Decision | undefined): boolean {
  return (
    decision?.outcome === 'INCLUDED' || (decision?.outcome === 'EXCLUDED' && decision.reason === 'TREATMENT_HOLDOUT')
  );
}

const NOBODY: ReadonlyMap<string, ExclusionReason> = new Map();
