import { isWithinCaps, type SendHistory } from '../../../domain/campaign/index.ts';
import type { RecipientResult } from '../../../domain/send-job/index.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Clock } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { CapStore } from '../model/ports.ts';
import type { Prepared } from './prepare-chunk.ts';

const PARALLEL = 10;
const NEVER: SendHistory = {};
const MAX_TRIES = 5;

/**
 * Counts a call that is about to be claimed against its customers' caps, and leaves out whom another job of the campaign
 * has meanwhile sent as much as is allowed. Counted under the job's id, so that no attempt counts twice, and before the
 * claim, so that nothing of it can fail between the claim and the call. A job that ends in between has counted a message
 * that was not sent, never the other way round. Who is in `counted` was counted by this attempt already.
 */
export async function capOutgoing(
  deps: { caps: CapStore; clock: Clock },
  job: CompiledJob,
  prepared: Prepared,
  counted: Set<string>,
): Promise<Prepared> {
  const { caps } = job.plan;
  if (caps === undefined) return { ...prepared, settled: new Map() };
  const { campaignId } = job.plan;
  const ids = prepared.outgoing.map(({ customer }) => customer.id).filter((id) => !counted.has(id));
  if (ids.length === 0) return { ...prepared, settled: new Map() };
  const histories = await deps.caps.getHistories(campaignId, ids);
  const settled = new Map<number, RecipientResult>();
  const isAllowed = async (customerId: string, first: SendHistory): Promise<boolean> => {
    let known = first;
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      // An owner that was lost has counted this message already.
      if (Object.hasOwn(known, job.id)) return true;
      const at = deps.clock.now();
      if (!isWithinCaps(caps, known, job.id, at)) return false;
      if (await deps.caps.add(campaignId, customerId, { jobId: job.id, at }, known)) return true;
      known = (await deps.caps.getHistories(campaignId, [customerId])).get(customerId) ?? NEVER;
    }
    return false;
  };
  await inParallel([...prepared.outgoing.entries()], PARALLEL, async ([index, { customer }]) => {
    if (counted.has(customer.id)) return;
    if (await isAllowed(customer.id, histories.get(customer.id) ?? NEVER)) {
      counted.add(customer.id);
      return;
    }
    const place = prepared.places[index];
    if (place !== undefined) settled.set(place, { status: 'SKIPPED', code: 'FREQUENCY_CAP' });
  });
  const isKept = (index: number): boolean => !settled.has(prepared.places[index] ?? -1);
  return {
    outgoing: prepared.outgoing.filter((_, index) => isKept(index)),
    places: prepared.places.filter((_, index) => isKept(index)),
    settled,
  };
}
