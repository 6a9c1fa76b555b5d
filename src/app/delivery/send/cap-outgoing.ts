import type { RecipientResult } from '../../../domain/send-job/index.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Clock } from '../../ports.ts';
import type { Outgoing } from '../model/sender.ts';
import type { Prepared } from './prepare-chunk.ts';
import type { SendLimit } from './send-limits.ts';

const PARALLEL = 10;
const MAX_TRIES = 5;

/**
 * Reads the limits of those who are about to be sent to, and leaves out whom other jobs have sent as much as is allowed.
 * Counts nothing: whom something else keeps from their message after it, such as a budget, has used up nothing. Who is in
 * `counted` was counted by this attempt already.
 */
export async function askLimits(
  { clock }: { readonly clock: Pick<Clock, 'now'> },
  limits: readonly SendLimit[],
  prepared: Prepared,
  counted: ReadonlySet<string>,
): Promise<Prepared> {
  const settled = new Map<number, RecipientResult>();
  const ids = prepared.outgoing.map(({ customer }) => customer.id).filter((id) => !counted.has(id));
  if (ids.length === 0) return { ...prepared, settled };
  await Promise.all(limits.map((limit) => limit.read(ids)));
  const now = clock.now();
  for (const [index, message] of prepared.outgoing.entries()) {
    if (counted.has(message.customer.id)) continue;
    const reached = limits.find((limit) => limit.isReached(message, now));
    if (reached !== undefined) leaveOut(settled, prepared.places[index], reached);
  }
  return without(prepared, settled);
}

/**
 * Counts a call that is about to be claimed against the limits of its customers, which were asked before, and leaves out
 * whom other jobs have meanwhile sent as much as is allowed. Counted under the job's id, so that no attempt counts twice,
 * and before the claim, so that nothing of it can fail between the claim and the call. A job that ends in between has
 * counted a message that was not sent, never the other way round. All limits are asked before anything is counted, so that
 * what one of them forbids uses up nothing of another.
 */
export async function countOutgoing(
  { clock }: { readonly clock: Pick<Clock, 'now'> },
  limits: readonly SendLimit[],
  prepared: Prepared,
  counted: Set<string>,
): Promise<Prepared> {
  const settled = new Map<number, RecipientResult>();
  const findLimit = async (message: Outgoing): Promise<SendLimit | null> => {
    const now = clock.now();
    const reached = limits.find((limit) => limit.isReached(message, now));
    if (reached !== undefined) return reached;
    for (const limit of limits) if (!(await count(limit, message, clock))) return limit;
    return null;
  };
  await inParallel([...prepared.outgoing.entries()], PARALLEL, async ([index, message]) => {
    if (counted.has(message.customer.id)) return;
    const limit = await findLimit(message);
    if (limit === null) counted.add(message.customer.id);
    else leaveOut(settled, prepared.places[index], limit);
  });
  return without(prepared, settled);
}

function leaveOut(settled: Map<number, RecipientResult>, place: number | undefined, { code }: SendLimit): void {
  if (place !== undefined) settled.set(place, { status: 'SKIPPED', code });
}

function without(prepared: Prepared, settled: ReadonlyMap<number, RecipientResult>): Prepared {
  if (settled.size === 0) return { ...prepared, settled };
  const isKept = (index: number): boolean => !settled.has(prepared.places[index] ?? -1);
  return {
    outgoing: prepared.outgoing.filter((_, index) => isKept(index)),
    places: prepared.places.filter((_, index) => isKept(index)),
    settled,
  };
}

/** Counts a message, and looks again whenever another job was quicker; false when there is no room left. */
async function count(limit: SendLimit, message: Outgoing, clock: Pick<Clock, 'now'>): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const now = clock.now();
    if (limit.isReached(message, now)) return false;
    if (await limit.count(message, now)) return true;
    await limit.read([message.customer.id]);
  }
  return false;
}
