import { isWithinCaps, type SendHistory } from '../../domain/campaign/index.ts';
import type { Channel, Customer } from '../../domain/customer/index.ts';
import {
  addTotals,
  decideCustomer,
  NO_STEP_TOTALS,
  NO_TOTALS,
  totalsOfStep,
  type Decision,
  type ExclusionReason,
  type Recipient,
  type Totals,
} from '../../domain/send-job/index.ts';
import type { Clock, CustomerSource } from '../ports.ts';
import type { CompiledJob } from './compile-job.ts';
import type { Lease } from './lease.ts';
import type { CapStore, ChunkStore } from './ports.ts';
import type { Chunk, ExcludedList, ShardPlanning } from './shard.ts';

/** SES takes 50 recipients in one call, SendMessages 100. */
const CHUNK_SIZE: Readonly<Record<Channel, number>> = { PUSH: 100, EMAIL: 50, SMS: 100, CUSTOM: 50 };

export type PlanShardDeps = {
  readonly customers: CustomerSource;
  readonly chunks: ChunkStore;
  readonly caps: CapStore;
  readonly clock: Clock;
};

/** Whether to go on with the shard; asked before every step, so that a stopped job stops within one. */
export type Control<Stop extends string> = () => Promise<'GO_ON' | Stop>;

/**
 * Decides every customer of a shard and writes its chunks, page by page. Each page's progress is one conditional
 * write, made after the page's chunks: a crash between the two repeats the page, and its chunks get the same numbers.
 */
export async function planShard<Stop extends string>(
  deps: PlanShardDeps,
  job: CompiledJob,
  lease: Lease,
  control: Control<Stop>,
): Promise<'DONE' | Stop> {
  while (!lease.shard().planning.isDone) {
    const verdict = await control();
    if (verdict !== 'GO_ON') return verdict;
    const { jobId, shard, epoch, planning, totals } = lease.shard();
    const page = await deps.customers.scan(shard, job.shardCount, planning.cursor);
    const decisions = page.customers.map((customer) => decideCustomer(customer, job.plan, job.plannedAt));
    const capped = await findCapped(deps, job, page.customers, decisions);
    const decided = sortOut(job, planning, page.customers, decisions, capped);
    const isLastPage = page.cursor === null;
    const { chunks, remainders } = cutChunks(job, planning.chunkCount, decided.recipients, isLastPage);
    if (chunks.length > 0 || decided.excluded !== null) {
      const planned = { chunks, excluded: decided.excluded };
      if (!(await deps.chunks.putPlanned({ jobId, shard }, epoch, planned))) throw lease.lost();
    }
    await lease.save({
      planning: {
        isDone: isLastPage,
        cursor: page.cursor,
        pages: planning.pages + 1,
        chunkCount: planning.chunkCount + chunks.length,
        remainders,
      },
      totals: addTotals(totals, decided.totals),
    });
  }
  return 'DONE';
}

const NEVER: SendHistory = {};

/** The included customers whom other jobs of the campaign have sent as much as its caps allow. */
async function findCapped(
  deps: PlanShardDeps,
  job: CompiledJob,
  customers: readonly Customer[],
  decisions: readonly Decision[],
): Promise<ReadonlySet<string>> {
  const { caps, campaignId } = job.plan;
  if (caps === undefined) return new Set();
  const ids = customers.filter((_, index) => decisions[index]?.outcome === 'INCLUDED').map(({ id }) => id);
  const histories = await deps.caps.getHistories(campaignId, ids);
  return new Set(ids.filter((id) => !isWithinCaps(caps, histories.get(id) ?? NEVER, job.id, job.plannedAt)));
}

function sortOut(
  job: CompiledJob,
  planning: ShardPlanning,
  customers: readonly Customer[],
  decisions: readonly Decision[],
  capped: ReadonlySet<string>,
) {
  const recipients: Recipient[][] = job.steps.map((_, step) => [...(planning.remainders[step] ?? [])]);
  const included = job.steps.map(() => 0);
  const listed: { [R in ExclusionReason]?: string[] } = {};
  const counts: { [R in ExclusionReason]?: number } = {};
  const addresses = new Set<string>();
  let isListed = false;
  const exclude = (reason: ExclusionReason, customerId: string): void => {
    counts[reason] = (counts[reason] ?? 0) + 1;
    // Almost everyone is outside a segment: they are counted, not listed.
    if (reason === 'FILTERED_OUT_BY_SEGMENT') return;
    (listed[reason] ??= []).push(customerId);
    isListed = true;
  };
  for (let index = 0; index < customers.length; index += 1) {
    const customer = customers[index];
    const decision = decisions[index];
    if (customer === undefined || decision === undefined) continue;
    if (decision.outcome === 'EXCLUDED') {
      exclude(decision.reason, customer.id);
      continue;
    }
    if (capped.has(customer.id)) {
      exclude('FREQUENCY_CAP', customer.id);
      continue;
    }
    const address = customer.endpoints[decision.endpointIndex]?.address ?? '';
    // Two customers who share a device or mailbox get one message. Within a page this is seen here, otherwise at
    // sending time within a chunk.
    if (addresses.has(address)) {
      exclude('DUPLICATE_ENDPOINT', customer.id);
      continue;
    }
    addresses.add(address);
    const { stepIndex, endpointId, treatment } = decision;
    included[stepIndex] = (included[stepIndex] ?? 0) + 1;
    recipients[stepIndex]?.push({ customerId: customer.id, endpointId, stepIndex, treatment });
  }
  const excluded: ExcludedList | null = isListed ? { number: planning.pages, customerIds: listed } : null;
  const start: Totals = { ...NO_TOTALS, planned: customers.length, excluded: counts };
  const totals = included.reduce(
    (sum, count, step) => addTotals(sum, totalsOfStep(step, { ...NO_STEP_TOTALS, included: count })),
    start,
  );
  return { recipients, excluded, totals };
}

function cutChunks(
  job: CompiledJob,
  firstNumber: number,
  recipients: readonly (readonly Recipient[])[],
  isLastPage: boolean,
): { readonly chunks: Chunk[]; readonly remainders: readonly (readonly Recipient[])[] } {
  const chunks: Chunk[] = [];
  const remainders = recipients.map((ofStep, step) => {
    const size = CHUNK_SIZE[job.steps[step]?.channel ?? 'CUSTOM'];
    let at = 0;
    while (ofStep.length - at >= size || (isLastPage && at < ofStep.length)) {
      chunks.push({ number: firstNumber + chunks.length, recipients: ofStep.slice(at, at + size) });
      at += size;
    }
    return isLastPage ? [] : ofStep.slice(at);
  });
  return { chunks, remainders };
}
